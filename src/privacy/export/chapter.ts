import type { Recipient } from '../registry/recipients.js';

/** What an archive says of itself. */
export interface ArchiveFacts {
  readonly subject: { readonly kind: 'person' | 'organization'; readonly id: string };
  readonly madeAt: Date;
  /** Who else is handed the data (Art. 15(1)(c) GDPR). */
  readonly recipients: readonly Recipient[];
  /** Whose part could not be had, e.g. `Clerk`. */
  readonly missing: readonly string[];
}

/** What an archive says of one list of rows. */
export interface ChapterHead {
  /** Part of a file's name, so letters, digits and `_` only; never anything that a person typed. */
  readonly name: string;
  /** Where the rows come from, in words (Art. 15(1)(g) GDPR). */
  readonly source: string;
  readonly purpose: string;
  readonly basis: string;
  readonly retention: string;
  readonly columns: readonly string[];
  /** Columns that stand empty in rows where they speak of somebody else. */
  readonly aboutOthers: readonly string[];
}

/** A list of rows that can be read any number of times, and is never in memory as a whole. */
export interface Chapter extends ChapterHead {
  readonly count: number;
  /** Each row as one line of JSON, without the line's end. */
  readonly lines: () => AsyncIterable<string>;
}

export type Row = Readonly<Record<string, unknown>>;

/** A row as JSON with nothing but what JSON knows; binary columns become hexadecimal. */
export function lineOfRow(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) => (isBinary(value) ? hexOf(value.data) : value));
}

// By the time a replacer sees it a buffer has turned itself into `{type: 'Buffer', data: [...]}`.
function isBinary(value: unknown): value is { data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}

function hexOf(data: number[]): string {
  return Buffer.from(data).toString('hex');
}
