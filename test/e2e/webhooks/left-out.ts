export type Fields = Record<string, unknown>;

/** Each path of fields in an object, lists by their first element. */
export function pathsIn(value: unknown, before: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || before.length > 4) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(Array.isArray(value) ? [] : [[...before, name]]),
    ...(Array.isArray(value) && name !== '0' ? [] : pathsIn(inner, [...before, name])),
  ]);
}

/** A copy of an object in which one field is left out. */
export function without(value: Fields, path: readonly string[]): Fields {
  const copy = structuredClone(value);
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<Fields>((inner, name) => inner[name] as Fields, copy);
  Reflect.deleteProperty(parent, last);
  return copy;
}
