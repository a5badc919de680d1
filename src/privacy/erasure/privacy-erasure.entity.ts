import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SignedDocument } from '#libs/audit-chain';
import type { Certificate } from './certificate.js';

export type ErasureStatus =
  'awaiting_approval' | 'grace' | 'running' | 'waiting' | 'done' | 'cancelled' | 'blocked';

/** One step of an erasure; `count` is how many rows, files or hits it was about. */
export interface ErasureStep {
  readonly name: string;
  readonly status: 'pending' | 'done';
  readonly count: number;
  /** For erasers: what was done in which table. */
  readonly tables?: readonly { table: string; strategy: string; count: number }[];
}

/** One erasure, from the request to the certificate; it outlives the person. */
@Entity('privacy_erasures')
export class PrivacyErasure {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('uuid')
  requestedBy!: string;

  @Column('uuid', { nullable: true })
  approvedBy!: string | null;

  @Column('text')
  status!: ErasureStatus;

  /** Addresses, names and Clerk's id as sealed JSON; null before the freeze and after the end. */
  @Column('text', { nullable: true })
  sealedParticulars!: string | null;

  @Column('text', { nullable: true })
  sealedReason!: string | null;

  @Column('timestamptz')
  requestedAt!: Date;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('timestamptz')
  eraseAfter!: Date;

  /** The article of the hold that stands in the way. */
  @Column('text', { nullable: true })
  blockedBy!: string | null;

  @Column('jsonb')
  steps!: ErasureStep[];

  @Column('jsonb', { nullable: true })
  certificate!: SignedDocument<Certificate> | null;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}
