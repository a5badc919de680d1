import type { CertifiedErasure, ErasureCause } from './certificate.js';

/** What is certified of an organization's erasure, signed like a person's; nothing in it is personal. */
export interface OrganizationCertificate extends CertifiedErasure {
  readonly subject: 'organization';
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
  /** Where Clerk's id of the organization was looked for after all. */
  readonly probe: { readonly columns: number; readonly files: number; readonly hits: 0 };
}
