import type { Erasure } from './personal-data.js';

/** How rows of a table belong to an organization, and what becomes of them with it. */
export interface Tenancy {
  /** `schema.table` */
  readonly table: string;
  readonly path:
    | { readonly column: string; readonly holds: 'organization id' | 'clerk id' }
    /** Clerk's event is about the organization or names it. */
    | { readonly holds: 'an event'; readonly when: string }
    /** People, by their membership. */
    | { readonly column: string; readonly holds: 'member' };
  /** Null: the rows are not the organization's, and stay. */
  readonly erasure: Erasure | null;
  /** The columns that its export tells; `none` for what the service keeps for itself. */
  readonly exported: 'all' | 'none' | readonly string[];
}

/** A table of the schema `public` with the organization's id in the column `organization_id`. */
export const byOrganizationId = (
  table: string,
  erasure: Erasure,
  exported: Tenancy['exported'] = 'all',
): Tenancy => ({
  table: `public.${table}`,
  path: { column: 'organization_id', holds: 'organization id' },
  erasure,
  exported,
});

/** Why figures that the platform bills by stay. */
export const FIGURES =
  'figures that the platform bills by, without names: Art. 17(3)(b) GDPR, commercial and tax law';
/** Why the audit log stays. */
export const LOG = 'Art. 17(3)(b), (e) GDPR; Art. 5(2), 32 GDPR';
/** Why the proof of a privacy request stays. */
export const PROOF = 'Art. 17(3)(e) GDPR; Art. 5(2) GDPR';
