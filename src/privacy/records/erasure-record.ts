import { Column, PrimaryColumn } from 'typeorm';
import type { SignedDocument } from '#libs/audit-chain';
import type { Certificate, ErasureCause } from './certificate.js';
import type { OrganizationCertificate } from './organization-certificate.js';
import type { ProbeReport } from './probe-report.js';

export type ErasureStatus =
  'awaiting_approval' | 'grace' | 'running' | 'waiting' | 'done' | 'cancelled' | 'blocked';

/** One step of an erasure; `count` is how many rows, files or hits it was about. */
export interface ErasureStep {
  readonly name: string;
  readonly status: 'pending' | 'done';
  readonly count: number;
  /** What somebody outside answered, e.g. Clerk. */
  readonly answer?: string;
  /** What a look for leftovers searched and how. */
  readonly probe?: ProbeReport;
  /** For erasers: what was done in which table. */
  readonly tables?: readonly { table: string; strategy: string; count: number }[];
}

/** What every erasure has, from the request to the certificate; it outlives whom it is about. */
export abstract class ErasureRecord {
  @PrimaryColumn('uuid')
  id!: string;

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

  /** When the freeze was; from then on it cannot be cancelled. */
  @Column('timestamptz', { nullable: true })
  begunAt!: Date | null;

  /** The article of the hold that stands in the way. */
  @Column('text', { nullable: true })
  blockedBy!: string | null;

  /** What it waits for, in words without anything personal; null while it goes on. */
  @Column('text', { nullable: true })
  waitingFor!: string | null;

  @Column('jsonb')
  steps!: ErasureStep[];

  @Column('jsonb', { nullable: true })
  certificate!: SignedDocument<Certificate | OrganizationCertificate> | null;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}
