import type { Particulars } from '../registry/sql-of-registry.js';

/** What a person is searched by. */
export interface Needles {
  /** Addresses and Clerk's id: anywhere, in any case. */
  readonly literals: readonly string[];
  /** Our id. */
  readonly ownId: string;
  /** First and last name with at most three signs between them: anywhere, in any case. */
  readonly fullNames: readonly FullName[];
  /** Names alone: whole words, as they are written and in capitals. */
  readonly words: readonly string[];
}

export type FullName = readonly [string, string];

// "Li" or "Jo" alone stands in half of all texts.
const SHORTEST_WORD = 3;
const EDGES = /^[\p{L}\p{N}].*[\p{L}\p{N}]$/u;

/** @param person as it was before the erasure */
export function needlesFor({ userId, clerkId, addresses, names }: Particulars): Needles {
  const literals = [...(clerkId === null ? [] : [clerkId]), ...addresses].filter((text) => text !== '');
  const plain = names.map((name) => name.trim()).filter((name) => name !== '');
  const [first, last] = plain;
  return {
    literals: formsOf(literals),
    ownId: userId,
    fullNames:
      first === undefined || last === undefined
        ? []
        : [
            [first, last],
            [last, first],
          ],
    words: [...new Set(plain.filter((name) => [...name].length >= SHORTEST_WORD && EDGES.test(name)))],
  };
}

/** A text as it is, as JSON writes it, and in both forms of Unicode in which an accent may be written. */
export function formsOf(texts: readonly string[]): string[] {
  const written = texts.flatMap((text) => [text, text.normalize('NFC'), text.normalize('NFD')]);
  return [...new Set(written.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))];
}

/** An expression of PostgreSQL for any of the full names; use it with `~*`. */
export function fullNamesForPostgres(names: readonly FullName[]): string | null {
  if (names.length === 0) return null;
  return names.map(([one, two]) => `${quoted(one)}[^[:alnum:]]{0,3}${quoted(two)}`).join('|');
}

/** An expression of PostgreSQL for one name as a whole word; use it with `~`. */
export function wordForPostgres(word: string): string {
  return `\\m(${quoted(word)}|${quoted(word.toUpperCase())})\\M`;
}

/** The same two in JavaScript, for files. */
export function namesInFiles({ fullNames, words }: Needles): RegExp[] {
  return [
    ...fullNames.map(([one, two]) => new RegExp(`${quoted(one)}[^\\p{L}\\p{N}]{0,3}${quoted(two)}`, 'iu')),
    ...words.map(
      (word) =>
        new RegExp(
          `(?<![\\p{L}\\p{N}_])(?:${quoted(word)}|${quoted(word.toUpperCase())})(?![\\p{L}\\p{N}_])`,
          'u',
        ),
    ),
  ];
}

/** Every sign that may mean something to either kind of expression, made plain. */
function quoted(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
