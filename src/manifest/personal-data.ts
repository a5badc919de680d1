/** What kind of personal data a column holds. */
export type Category =
  | 'identifier'
  | 'contact'
  | 'name'
  | 'account'
  | 'session'
  | 'access right'
  | 'activity'
  | 'connection'
  | 'content'
  | 'privacy request';

/** Why data may be held at all. */
export type LegalBasis =
  | 'Art. 6(1)(b) GDPR (contract)'
  | 'Art. 6(1)(c) GDPR (legal obligation)'
  | 'Art. 6(1)(f) GDPR (legitimate interest)';

/**
 * How rows lead to a person, always by whole values: a column is our id or an id of Clerk's of them or of an invitation
 * of theirs; it is an address that was theirs at the time of the row; Clerk's event is about them or names them; or an
 * identifier stands somewhere in a text.
 */
export type Path =
  | { readonly column: string; readonly holds: 'user id' }
  | { readonly column: string; readonly holds: 'clerk id'; readonly when?: string }
  /** `at`: the column with the time of the row. With one of its `owners` it is that person's, whoever has the address. */
  | {
      readonly column: string;
      readonly holds: 'address';
      readonly at: string;
      readonly owners: readonly string[];
    }
  | {
      readonly columns: readonly string[];
      readonly holds: 'an event';
      readonly as: 'owner' | 'mention';
      readonly when: string;
    }
  | {
      readonly columns: readonly string[];
      readonly holds: 'a mention';
      readonly key: { readonly column: string; readonly type: 'uuid' | 'text' };
      readonly when?: string;
    };

/** What an erasure does with the rows at the end of a path. */
export type Erasure =
  | { readonly does: 'delete' }
  | { readonly does: 'null'; readonly columns: readonly string[] }
  /** Ciphertext whose key is destroyed; what is left says nothing of the person without it. */
  | { readonly does: 'shred'; readonly article: string }
  /** An id of ours that leads to nobody once the person's row is gone. */
  | { readonly does: 'pseudonymise'; readonly article: string };

export interface DataSubject {
  readonly path: Path;
  readonly erasure: Erasure;
  /** Columns that are about other people and are left out of an export for this person. */
  readonly aboutOthers?: readonly string[];
  /** The rows are somebody else's, or the service's: they are searched, and not told in an export. */
  readonly isExported?: false;
}

/** What makes a stated time limit true. */
export interface RetentionEnforcement {
  /** Name of the periodic job (`GET /sync/schedule` shows its runs); null for what runs by itself. */
  readonly job: string | null;
  readonly how: string;
}

/** One table of the database, every column of it. */
export interface TableDeclaration {
  /** `schema.table`; a star stands for the dates that partitions are named after. */
  readonly table: string;
  /** The module that answers for it; its erasers run in one transaction. */
  readonly module: string;
  /** The module whose code changes its rows, where that is another one than declares it. */
  readonly writtenBy?: string;
  readonly purpose: string;
  readonly basis: LegalBasis | null;
  readonly retention: string;
  /** Of every retention that names a time, and of no other. */
  readonly enforcedBy?: RetentionEnforcement;
  readonly personal: Readonly<Record<string, Category>>;
  readonly other: readonly string[];
  /** Ciphertext under the person's key, and the last part of the associated data it is bound to: `<table>/<id>/<part>`. */
  readonly sealed?: Readonly<Record<string, string>>;
  /** Personal columns that stay after an erasure (ids of ours, codes, times), by the article of the table's strategy. */
  readonly kept?: readonly string[];
  /** Columns in which somebody may have written about a person; and an expression that tells the rows apart. */
  readonly freeText?: { readonly columns: readonly string[]; readonly key: string };
  readonly subjects: readonly DataSubject[];
}

/** A path and what happens at its end, in one line. */
export const byUserId = (column: string, erasure: Erasure, aboutOthers?: readonly string[]): DataSubject => ({
  path: { column, holds: 'user id' },
  erasure,
  ...(aboutOthers === undefined ? {} : { aboutOthers }),
});

export const DELETE: Erasure = { does: 'delete' };
export const nulled = (...columns: string[]): Erasure => ({ does: 'null', columns });
export const pseudonymise = (article: string): Erasure => ({ does: 'pseudonymise', article });
export const words = (text: string): string[] => text.split(/\s+/);

export const CONTRACT = 'Art. 6(1)(b) GDPR (contract)';
export const OBLIGATION = 'Art. 6(1)(c) GDPR (legal obligation)';
export const INTEREST = 'Art. 6(1)(f) GDPR (legitimate interest)';

/** A table that holds nothing of a person. */
export function impersonal(
  table: string,
  module: string,
  purpose: string,
  columns: string,
): TableDeclaration {
  return {
    table,
    module,
    purpose,
    basis: null,
    retention: 'as long as the service needs it',
    personal: {},
    other: words(columns),
    subjects: [],
  };
}
