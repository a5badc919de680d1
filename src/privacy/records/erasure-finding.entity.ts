import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PossibleKind } from '../identity/recognition.rule.js';

/** `gone`: the text was changed or deleted before anybody decided. */
export type FindingStatus = 'open' | 'kept' | 'erased' | 'gone';

/** A text in which an erased person may be meant, or somebody else. It says where, never what stands there. */
@Entity('erasure_findings')
export class ErasureFinding {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  erasureId!: string;

  /** `schema.table.column` */
  @Column('text')
  place!: string;

  @Column('text')
  rowKey!: string;

  /** The way into the column's JSON; empty for a text. */
  @Column('text', { array: true })
  path!: string[];

  /** Keyed, so that it is known whether the text is still the one that was found. */
  @Column('text')
  textHash!: string;

  @Column('jsonb')
  spans!: [start: number, length: number][];

  @Column('text')
  kind!: PossibleKind;

  @Column('text')
  status!: FindingStatus;

  @Column('timestamptz')
  foundAt!: Date;

  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;

  @Column('uuid', { nullable: true })
  decidedBy!: string | null;

  /** Under the key of who decided. */
  @Column('text', { nullable: true })
  sealedReason!: string | null;
}
