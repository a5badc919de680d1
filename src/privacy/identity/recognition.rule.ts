import { identifiersIn } from '#users';
import {
  clerkIdsOf,
  type SubjectIdentifiers,
  sharedAddresses,
  soleAddresses,
} from '../registry/subject-identifiers.js';

/** What may be somebody else: a name alone, an address that others had too, a user name that is a plain word. */
export type PossibleKind = 'full name' | 'name' | 'identifier' | 'shared address';

/** Where in a text somebody may be meant; in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly length: number;
  readonly kind: PossibleKind;
}

/** A text that must stand in its own right, in any of its forms. */
interface Whole {
  /** With the flag `g`. Without classes of Unicode, which take a thousand times as long to make. */
  readonly expression: RegExp;
  /** What may not stand next to it. */
  readonly edges: Edges;
}

interface Edges {
  readonly before: RegExp;
  readonly after: RegExp;
}

/** What a person is recognised by, made once for many texts. */
export interface Recognition {
  /** In canonical form; each is one whole value of a text. */
  readonly certain: ReadonlySet<string>;
  /** Identifiers without a form of their own, as addresses with a quoted part. */
  readonly literals: readonly Whole[];
  /** Ids and user names of somebody's choice, for texts in which somebody may have written about a person. */
  readonly words: readonly Whole[];
  readonly possible: readonly (Whole & { readonly kind: PossibleKind })[];
}

// "Li" or "Jo" alone stands in half of all texts.
const MIN_NAME = 3;
const MIN_DISTINCT = 6;
// What makes one word of two belongs to it: Smith is not Smith-Jones, and Brien is not O'Brien.
const OF_NAME: Edges = {
  before: /(?:[\p{L}\p{N}\p{M}_]|[\p{L}\p{N}][-'’])$/u,
  after: /^(?:[\p{L}\p{N}\p{M}_]|[-'’][\p{L}\p{N}])/u,
};
const OF_ID: Edges = {
  before: /(?:[\p{L}\p{N}\p{M}_]|[\p{L}\p{N}][-.:@+'])$/u,
  after: /^(?:[\p{L}\p{N}\p{M}_]|[-.:@+'][\p{L}\p{N}])/u,
};
const HAS_WORD = /[\p{L}\p{N}]/u;

/** @param person as it was before the erasure */
export function recognitionOf(person: SubjectIdentifiers): Recognition {
  const sole = soleAddresses(person);
  const chosen = [...person.userNames, ...person.externalIds].filter((text) => text.trim() !== '');
  const known = [...clerkIdsOf(person), ...sole];
  return {
    certain: new Set([person.userId, ...person.phones, ...known]),
    literals: known.filter((one) => !identifiersIn(one).has(one)).map((one) => wholeId(one, 'giu')),
    words: chosen.filter(isDistinct).map((text) => wholeId(text, 'gu')),
    possible: [
      ...fullNames(person).map((whole) => ({ kind: 'full name' as const, ...whole })),
      ...namesAlone(person).map((name) => ({ kind: 'name' as const, ...wholeName(name) })),
      ...chosen
        .filter((text) => !isDistinct(text))
        .map((text) => ({ kind: 'identifier' as const, ...wholeId(text, 'gu') })),
      ...sharedAddresses(person).map((address) => ({
        kind: 'shared address' as const,
        ...wholeId(address, 'giu'),
      })),
    ],
  };
}

/**
 * Whether a text can only mean this person.
 *
 * @param isFreeText whether somebody may have written it: there a user name or an id of somebody's choice counts too
 */
export function isCertain(
  text: string,
  { certain, literals, words }: Recognition,
  isFreeText = false,
): boolean {
  for (const identifier of identifiersIn(text)) if (certain.has(identifier)) return true;
  return [...literals, ...(isFreeText ? words : [])].some((whole) => occurrences(text, whole).length > 0);
}

/** Where a text may mean this person or somebody else; of several reasons for one span the strongest. */
export function possibleIn(text: string, { possible }: Recognition): Span[] {
  const spans: Span[] = [];
  for (const { kind, ...whole } of possible) {
    for (const { start, length } of occurrences(text, whole)) {
      const isInside = spans.some((span) => start >= span.start && start < span.start + span.length);
      if (!isInside) spans.push({ start, length, kind });
    }
  }
  return spans.sort((one, other) => one.start - other.start);
}

function occurrences(text: string, { expression, edges }: Whole): Omit<Span, 'kind'>[] {
  return [...text.matchAll(expression)].flatMap((match) => {
    const start = match.index;
    const { length } = match[0];
    const end = start + length;
    const isPart =
      edges.before.test(text.slice(Math.max(0, start - 4), start)) ||
      edges.after.test(text.slice(end, end + 4));
    // Between two names a sign or two, but no third name.
    return isPart || HAS_WORD.test(match[1] ?? '') ? [] : [{ start, length }];
  });
}

/** Every name that is looked for by itself. */
export function namesAlone({ firstNames, lastNames }: SubjectIdentifiers): string[] {
  const names = [...firstNames, ...lastNames].map(plain);
  return [...new Set(names.filter((name) => [...name].length >= MIN_NAME && EDGES.test(name)))];
}

function fullNames({ firstNames, lastNames }: SubjectIdentifiers): Whole[] {
  const [firsts = [], lasts = []] = [firstNames, lastNames].map((names) =>
    names.map(plain).filter((name) => name !== ''),
  );
  return firsts.flatMap((first) => lasts.flatMap((last) => [bothNames(first, last), bothNames(last, first)]));
}

/** First and last name with at most three signs between them, in any case. */
function bothNames(one: string, other: string): Whole {
  return {
    expression: new RegExp(`${inBothForms(one)}(.{0,3})${inBothForms(other)}`, 'gisu'),
    edges: OF_NAME,
  };
}

/** As it is written and in capitals: in small letters it is a word of the language more often than a name. */
function wholeName(name: string): Whole {
  return {
    expression: new RegExp(`${inBothForms(name)}|${inBothForms(name.toUpperCase())}`, 'gu'),
    edges: OF_NAME,
  };
}

function wholeId(text: string, flags: string): Whole {
  return { expression: new RegExp(inBothForms(text), flags), edges: OF_ID };
}

/** With an accent as one sign or as two. */
function inBothForms(text: string): string {
  const forms = new Set([text, text.normalize('NFC'), text.normalize('NFD')]);
  return `(?:${[...forms].map(quoted).join('|')})`;
}

/** Whether a text of somebody's choice can hardly be a word: `crm-000417`, not `smith` or `42`. */
function isDistinct(text: string): boolean {
  return text.length >= MIN_DISTINCT && /[\d_]|\p{L}[-.:@+]\p{L}/u.test(text) && /\p{L}|-/u.test(text);
}

const EDGES = /^[\p{L}\p{N}].*[\p{L}\p{N}]$/u;
const plain = (name: string): string => name.trim().normalize('NFC');
const quoted = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
