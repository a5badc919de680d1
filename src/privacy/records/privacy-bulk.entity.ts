import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Law } from '../deadline/deadline.rule.js';

export const BULK_ACTIONS = ['export', 'erase', 'object'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** The same request for many people, asked for by one member of staff. */
@Entity('privacy_bulks')
export class PrivacyBulk {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  action!: BulkAction;

  @Column('text')
  law!: Law;

  /** Of an objection. */
  @Column('text', { array: true })
  purposes!: string[];

  /** Of an erasure. */
  @Column('integer', { nullable: true })
  gracePeriodDays!: number | null;

  @Column('boolean')
  dryRun!: boolean;

  @Column('text')
  status!: 'running' | 'done' | 'cancelled';

  @Column('uuid')
  requestedBy!: string;

  /** The second person, who approved the erasures that were asked for. */
  @Column('uuid', { nullable: true })
  approvedBy!: string | null;

  @Column('integer')
  total!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}
