import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A copy of a signed checkpoint, so that another replica's data folder can be completed from it. */
@Entity('audit_checkpoints')
export class AuditCheckpoint {
  /** How many rows it covers. */
  @PrimaryColumn('bigint')
  sequence!: string;

  @Column('text')
  note!: string;

  /** Whether rows up to it may be dropped. */
  @Column('boolean')
  isBoundary!: boolean;

  @Column({ type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;
}
