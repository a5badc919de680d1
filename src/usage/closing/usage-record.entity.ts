import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A report as it was given: its bytes and their hash. Numbers and ids of places, nobody's name. */
@Entity('usage_records')
export class UsageRecord {
  @PrimaryColumn('text')
  kind!: 'day' | 'month' | 'alert';

  /** The day, or the first day of the month. */
  @PrimaryColumn('date')
  period!: string;

  /** Null for the platform. */
  @PrimaryColumn('uuid')
  organizationId!: string | null;

  @PrimaryColumn('uuid')
  propertyId!: string | null;

  /** `utc` or `local`; for an alert, which one. */
  @PrimaryColumn('text')
  variant!: string;

  @Column('text')
  body!: string;

  @Column('bytea')
  sha256!: Buffer;

  @Column('timestamptz')
  madeAt!: Date;
}
