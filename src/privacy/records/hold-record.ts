import { Column, PrimaryColumn } from 'typeorm';

/** A duty to keep data, which an erasure waits for. */
export abstract class HoldRecord {
  @PrimaryColumn('uuid')
  id!: string;

  /** The rule that demands it, e.g. `Art. 17(3)(e) GDPR`. */
  @Column('text')
  article!: string;

  @Column('uuid')
  placedBy!: string;

  @Column('timestamptz')
  placedAt!: Date;

  @Column('uuid', { nullable: true })
  releasedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  releasedAt!: Date | null;
}
