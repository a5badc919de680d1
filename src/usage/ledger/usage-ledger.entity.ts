import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says since when days are recorded. */
@Entity('usage_ledger')
export class UsageLedger {
  @PrimaryColumn('boolean')
  id!: boolean;

  @Column('timestamptz')
  beganAt!: Date;
}
