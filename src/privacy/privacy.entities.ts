import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Law } from './desk/deadline.rule.js';

export const REQUEST_KINDS = ['access', 'erasure', 'correction', 'objection'] as const;

/** One request of a person, with the day by which it must be answered. */
@Entity('privacy_requests')
export class PrivacyRequest {
  /** The id of the export or erasure, where it is one. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: (typeof REQUEST_KINDS)[number];

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

  @Column('text', { nullable: true })
  extensionReason!: string | null;

  /** The open request of the same kind for the same person that came before. */
  @Column('uuid', { nullable: true })
  duplicateOf!: string | null;

  /** The last alarm that was raised: 0, 50, 80 or 100. */
  @Column('integer')
  alarmedPercent!: number;

  @Column('timestamptz', { nullable: true })
  closedAt!: Date | null;
}

/** A duty to keep a person's data, which an erasure waits for. */
@Entity('privacy_holds')
export class PrivacyHold {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  /** The rule that demands it, e.g. `Art. 17(3)(e) GDPR`. */
  @Column('text')
  article!: string;

  @Column('text', { nullable: true })
  sealedReason!: string | null;

  @Column('uuid')
  placedBy!: string;

  @Column('timestamptz')
  placedAt!: Date;

  @Column('uuid', { nullable: true })
  releasedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  releasedAt!: Date | null;
}

/** What a person agreed to, in which version, from when until when. */
@Entity('privacy_consents')
export class PrivacyConsent {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('text')
  purpose!: string;

  @Column('text')
  version!: string;

  @Column('timestamptz')
  givenAt!: Date;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;
}
