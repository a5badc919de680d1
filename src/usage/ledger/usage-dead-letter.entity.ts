import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sighting that the ledger could not be made to take; it is tried again and again until its month is closed. */
@Entity('usage_dead_letters')
export class UsageDeadLetter {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  @Column('timestamptz')
  seenFirstAt!: Date;

  @Column('timestamptz')
  seenLastAt!: Date;

  /** PostgreSQL's code of the refusal; empty where it was none of the database. */
  @Column('text')
  errorCode!: string;

  @Column('timestamptz')
  recordedAt!: Date;
}
