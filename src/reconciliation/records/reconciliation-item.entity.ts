import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Cause, Change, Kind, RepairOutcome } from '../kinds.js';

/** One thing in which mirror and Clerk differ. Ids and names of fields only: values are personal. */
@Entity('reconciliation_items')
export class ReconciliationItem {
  @PrimaryColumn('uuid')
  runId!: string;

  @PrimaryColumn('text')
  kind!: Kind;

  @PrimaryColumn('text')
  change!: Change;

  @PrimaryColumn('text')
  clerkId!: string;

  /** Of a membership or an invitation. */
  @Column('text', { nullable: true })
  organizationClerkId!: string | null;

  /** Of a membership. */
  @Column('text', { nullable: true })
  userClerkId!: string | null;

  @Column('text', { array: true })
  fields!: string[];

  @Column('text')
  cause!: Cause;

  @Column('timestamptz', { nullable: true })
  clerkUpdatedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  mirroredUpdatedAt!: Date | null;

  /** When Clerk first said that it does not know it. */
  @Column('timestamptz', { nullable: true })
  missedAt!: Date | null;

  /** Null until its turn has come. */
  @Column('text', { nullable: true })
  outcome!: RepairOutcome | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;
}

/** What a comparison found, before anything is known of causes. */
export type Finding = Pick<
  ReconciliationItem,
  | 'kind'
  | 'change'
  | 'clerkId'
  | 'organizationClerkId'
  | 'userClerkId'
  | 'fields'
  | 'clerkUpdatedAt'
  | 'mirroredUpdatedAt'
>;
