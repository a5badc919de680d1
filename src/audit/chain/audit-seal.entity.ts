import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The position of one row in the chain, a fraction of a second after its commit. */
@Entity('audit_seals')
export class AuditSeal {
  @PrimaryColumn('bigint')
  sequence!: string;

  @Column('uuid')
  eventId!: string;

  /** That of the row before. */
  @Column('bytea')
  previousHash!: Buffer;

  @Column('bytea')
  hash!: Buffer;
}
