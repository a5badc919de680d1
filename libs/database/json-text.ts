/** How `JSON.stringify` writes half of a surrogate pair, which `jsonb` does not take. */
const LONE_SURROGATE = /\\ud[89a-f]/i;

/** Rows as JSON for one parameter. Half of a character is replaced, as in a parameter that is a text. */
export function jsonText(rows: unknown): string {
  const text = JSON.stringify(rows);
  if (!LONE_SURROGATE.test(text)) return text;
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}
