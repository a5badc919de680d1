/** A number that would lose digits or its spelling in ECMAScript, as its text. */
interface ExactNumber {
  readonly $number: string;
}

const MAY_LOSE = /[:[,]\s*-?\d*(?:[.eE]|\d{16})/;

/**
 * Parses JSON so that no two different texts of a number read the same: what ECMAScript would write otherwise becomes
 * `{"$number": "<text>"}`. PostgreSQL keeps any number of digits, so without this an edit could hide in the last ones.
 */
export function parseExactJson(text: string): unknown {
  if (!MAY_LOSE.test(text) && !/^\s*-?\d/.test(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? ({ $number: context.source } satisfies ExactNumber)
      : value,
  );
}

type SourceReviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** The third argument of a reviver (ECMAScript 2026) is not in TypeScript's library yet. */
function parseWithSource(text: string, reviver: SourceReviver): unknown {
  const parse: (text: string, reviver: SourceReviver) => unknown = JSON.parse;
  return parse(text, reviver);
}
