import { Column, Entity, PrimaryColumn } from 'typeorm';
import { HoldRecord } from './hold-record.js';
import type { Law, RequestKind } from '../deadline/deadline.rule.js';

export const REQUEST_OUTCOMES = ['fulfilled', 'partly_fulfilled', 'refused', 'withdrawn'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** One request of a person, with the day by which it must be answered. */
@Entity('privacy_requests')
export class PrivacyRequest {
  /** The id of the export or erasure, where it is one. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: RequestKind;

  @Column('text')
  law!: Law;

  @Column('uuid')
  userId!: string;

  @Column('uuid')
  requestedBy!: string;

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('timestamptz', { nullable: true })
  extendedAt!: Date | null;

  /** Sealed under the key of the person, like every free text about them. */
  @Column('text', { nullable: true })
  sealedExtensionReason!: string | null;

  /** The open request of the same kind for the same person that came before. */
  @Column('uuid', { nullable: true })
  duplicateOf!: string | null;

  /** The last alarm that was raised: 0, 50, 80 or 100. */
  @Column('integer')
  alarmedPercent!: number;

  /** What a correction is about, as names of fields. */
  @Column('text', { array: true })
  fields!: string[];

  /** What an objection is about, as keys of purposes. */
  @Column('text', { array: true })
  purposes!: string[];

  @Column('text', { nullable: true })
  sealedDetails!: string | null;

  @Column('timestamptz', { nullable: true })
  closedAt!: Date | null;

  /** How a correction or objection ended; an export or erasure tells its own end. */
  @Column('text', { nullable: true })
  outcome!: RequestOutcome | null;

  @Column('text', { nullable: true })
  sealedOutcomeReason!: string | null;

  @Column('uuid', { nullable: true })
  resolvedBy!: string | null;
}

/** A duty to keep a person's data. */
@Entity('privacy_holds')
export class PrivacyHold extends HoldRecord {
  @Column('uuid')
  userId!: string;

  @Column('text', { nullable: true })
  sealedReason!: string | null;

  /** When the duty ends by itself. */
  @Column('timestamptz', { nullable: true })
  endsAt!: Date | null;
}
