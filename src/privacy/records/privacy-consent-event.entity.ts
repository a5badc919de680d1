import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody gave or withdrew their consent. Only ever added; an erasure of the person takes the rows away. */
@Entity('privacy_consent_events')
export class PrivacyConsentEvent {
  @PrimaryColumn('uuid')
  id!: string;

  /** The order in which they were made. */
  @Column({ type: 'bigint', insert: false, update: false })
  sequence!: string;

  @Column('uuid')
  userId!: string;

  /** A key of the app, e.g. `newsletter`. */
  @Column('text')
  purpose!: string;

  /** Which wording they saw. */
  @Column('text')
  version!: string;

  @Column('boolean')
  given!: boolean;

  @Column('timestamptz')
  decidedAt!: Date;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  /** The objection that withdrew it. */
  @Column('uuid', { nullable: true })
  requestId!: string | null;
}
