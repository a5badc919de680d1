import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says how far the log is sealed, pruned and pushed. Bigints come as text. */
@Entity('audit_chain')
export class AuditChainState {
  @PrimaryColumn('boolean')
  isOnly!: true;

  /** Tells this log from every other one; part of each hash. */
  @Column({ type: 'uuid', update: false })
  chainId!: string;

  @Column({ type: 'bigint', update: false })
  sequence!: string;

  /** Empty before the first row. */
  @Column({ type: 'bytea', update: false })
  hash!: Buffer;

  /** Every row up to this one, by transaction and id, is committed and sealed. */
  @Column({ type: 'bigint', update: false })
  sealedXid!: string;

  @Column({ type: 'uuid', update: false })
  sealedId!: string;

  @Column({ type: 'bigint', update: false })
  prunedSequence!: string;

  @Column({ type: 'bytea', update: false })
  prunedHash!: Buffer;

  @Column('bigint')
  pushedSequence!: string;
}
