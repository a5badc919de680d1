import type { ErasedTable, ErasureCause } from './certificate.js';

/** What is certified of an organization's erasure, signed like a person's; nothing in it is personal. */
export interface OrganizationCertificate {
  readonly subject: 'organization';
  readonly erasureId: string;
  readonly organizationId: string;
  readonly request: {
    readonly cause: ErasureCause;
    readonly requestedAt: string;
    readonly graceUntil: string;
    readonly begunAt: string | null;
    readonly completedAt: string;
    /** A second person approved, always; of one that came back, when it was asked for first. */
    readonly approved: true;
  };
  readonly modules: readonly { readonly module: string; readonly tables: readonly ErasedTable[] }[];
  /** What stays, by which article, and how many rows it is. */
  readonly kept: readonly { readonly table: string; readonly article: string; readonly count: number }[];
  /** Every hold that was looked at. */
  readonly holds: readonly {
    readonly article: string;
    readonly placedAt: string;
    readonly releasedAt: string | null;
  }[];
  readonly processors: readonly { readonly name: string; readonly answer: string }[];
  /** Where Clerk's id of the organization was looked for after all. */
  readonly probe: { readonly columns: number; readonly files: number; readonly hits: 0 };
  readonly backups: { readonly keptDays: number; readonly expireBy: string };
  readonly auditHead: { readonly sequence: number; readonly hash: string };
}
