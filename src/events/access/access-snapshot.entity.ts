import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Held } from './access-change.rule.js';

/** What one person may do in one organization, as it was told last. */
@Entity('access_snapshots')
export class AccessSnapshot {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @Column('jsonb')
  held!: Held;

  @Column('timestamptz', { nullable: true })
  nextChangeAt!: Date | null;

  /** Of the event that told of it. */
  @Column('bigint')
  position!: string;
}
