import { Column, Entity } from 'typeorm';
import type { SignedDocument } from '#libs/audit-chain';
import type { Certificate } from './certificate.js';
import { ErasureRecord } from './erasure-record.js';

/** The erasure of a person. */
@Entity('privacy_erasures')
export class PrivacyErasure extends ErasureRecord {
  @Column('uuid')
  userId!: string;

  /** Addresses, names and Clerk's id as sealed JSON; null before the freeze and after the end. */
  @Column('text', { nullable: true })
  sealedIdentifiers!: string | null;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('timestamptz', { nullable: true })
  waitingSince!: Date | null;

  /** Not before then is it tried again. */
  @Column('timestamptz', { nullable: true })
  nextTryAt!: Date | null;

  declare certificate: SignedDocument<Certificate> | null;
}
