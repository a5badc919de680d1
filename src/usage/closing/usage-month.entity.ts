import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a month is on its way to being closed. */
@Entity('usage_months')
export class UsageMonth {
  /** Its first day. */
  @PrimaryColumn('date')
  month!: string;

  @Column('date', { nullable: true })
  membersDay!: string | null;

  @Column('timestamptz', { nullable: true })
  membersTakenAt!: Date | null;

  /** The ledger takes nothing more for the month. */
  @Column('timestamptz', { nullable: true })
  frozenAt!: Date | null;
}

/** A member of an organization as counted for a month. */
@Entity('usage_members')
export class UsageMember {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('date')
  month!: string;

  @PrimaryColumn('uuid')
  usageId!: string;
}
