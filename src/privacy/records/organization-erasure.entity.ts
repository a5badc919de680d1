import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SignedDocument } from '#libs/audit-chain';
import type { ErasureCause } from './certificate.js';
import type { ErasureStatus, ErasureStep } from './privacy-erasure.entity.js';
import type { OrganizationCertificate } from './organization-certificate.js';
import type { PlannedTable } from './planned-table.js';

/** The erasure of a whole organization, from the request to the certificate; it outlives the organization. */
@Entity('organization_erasures')
export class OrganizationErasure {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('uuid')
  requestedBy!: string;

  @Column('uuid', { nullable: true })
  approvedBy!: string | null;

  @Column('text')
  status!: ErasureStatus;

  @Column('text', { nullable: true })
  sealedReason!: string | null;

  @Column('timestamptz')
  requestedAt!: Date;

  @Column('timestamptz')
  eraseAfter!: Date;

  /** Why it runs: somebody asked for it, or a restored backup had brought back what was erased before. */
  @Column('text')
  cause!: ErasureCause;

  @Column('timestamptz', { nullable: true })
  begunAt!: Date | null;

  /** The article of the hold that stands in the way. */
  @Column('text', { nullable: true })
  blockedBy!: string | null;

  @Column('text', { nullable: true })
  waitingFor!: string | null;

  /** What the organization is found by at Clerk, and in what Clerk sent; null before the freeze and after the end. */
  @Column('text', { nullable: true })
  clerkId!: string | null;

  /** What the dry run counted when it was asked for. */
  @Column('jsonb')
  planned!: PlannedTable[];

  @Column('jsonb')
  steps!: ErasureStep[];

  @Column('jsonb', { nullable: true })
  certificate!: SignedDocument<OrganizationCertificate> | null;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}
