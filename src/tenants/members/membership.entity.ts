import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person in an organization, with the one role that Clerk gives them there. */
@Entity('memberships')
export class Membership {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @Column('text', { nullable: true })
  clerkId!: string | null;

  @Column('text')
  role!: string;

  /** A lower role that was decided here and that Clerk has not confirmed yet; null when both agree. */
  @Column('text', { nullable: true })
  pendingRole!: string | null;

  /** Counts what was decided here about it: who asked Clerk before the last decision does not speak for it. */
  @Column('integer')
  fence!: number;

  /** Which invitation of ours it grew out of; null when out of none. */
  @Column('uuid', { nullable: true })
  invitationId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  sourceUpdatedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  sourceEventAt!: Date | null;
}
