/**
 * Lets nothing be added to `Object.prototype` from now on, in the whole process: a property that one request could bring
 * there through a fault of any library would show on every object of every later one.
 *
 * Not a freeze: what objects inherit already can still be overridden on them.
 */
export function closeObjectPrototype(): void {
  Object.preventExtensions(Object.prototype);
}
