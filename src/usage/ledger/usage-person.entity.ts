import { Entity, PrimaryColumn, Column } from 'typeorm';

/** Whose random number it is; an erasure deletes this row and nothing else of the ledger. */
@Entity('usage_people')
export class UsagePerson {
  @PrimaryColumn('uuid')
  usageId!: string;

  @Column('uuid')
  userId!: string;
}
