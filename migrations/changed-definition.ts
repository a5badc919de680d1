/**
 * A definition with some of its text replaced: a migration that changes a little of a function says what.
 *
 * @throws Error where a text does not stand there exactly once
 */
export function changed(
  definition: string,
  ...changes: readonly (readonly [find: string, replace: string])[]
): string {
  return changes.reduce((text, [find, replace]) => {
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`the function has to hold this once: ${find}`);
    return parts.join(replace);
  }, definition);
}
