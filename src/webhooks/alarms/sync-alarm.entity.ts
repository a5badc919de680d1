import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What can be wrong with the synchronisation. */
export const alarmKinds = [
  'silence',
  'endpoint_failures',
  'unknown_role',
  'dead_letter',
  'reconciliation',
  'refused_membership',
  'void_invitations',
  'undeclared_permission',
  'disabled_endpoint',
  'mass_removal',
  'break_glass',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Something that somebody should look at; open until it is cleared. */
@Entity('sync_alarms')
export class SyncAlarm {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: AlarmKind;

  /** What it is about, where there may be several: the name of a role, the type of an event. */
  @Column('text')
  subject!: string;

  /** Figures and ids; nothing personal. */
  @Column('jsonb')
  detail!: object;

  @Column('integer')
  occurrences!: number;

  @Column('timestamptz')
  raisedAt!: Date;

  @Column('timestamptz')
  lastSeenAt!: Date;

  @Column('timestamptz', { nullable: true })
  clearedAt!: Date | null;
}
