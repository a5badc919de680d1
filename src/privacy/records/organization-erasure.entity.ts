import { Column, Entity } from 'typeorm';
import type { SignedDocument } from '#libs/audit-chain';
import { ErasureRecord } from './erasure-record.js';
import type { OrganizationCertificate } from './organization-certificate.js';
import type { PlannedTable } from './planned-table.js';

/** The erasure of a whole organization. */
@Entity('organization_erasures')
export class OrganizationErasure extends ErasureRecord {
  @Column('uuid')
  organizationId!: string;

  /** What the organization is found by at Clerk, and in what Clerk sent; null before the freeze and after the end. */
  @Column('text', { nullable: true })
  clerkId!: string | null;

  /** What the dry run counted when it was asked for. */
  @Column('jsonb')
  planned!: PlannedTable[];

  declare certificate: SignedDocument<OrganizationCertificate> | null;
}
