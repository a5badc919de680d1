import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Our row for one person: a mirror of Clerk's user with an id of our own. */
@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null for somebody who has not moved to Clerk yet. */
  @Column('text', { nullable: true })
  clerkId!: string | null;

  @Column('text', { nullable: true })
  externalId!: string | null;

  /** The primary address. */
  @Column('text', { nullable: true })
  emailAddress!: string | null;

  @Column('text', { nullable: true })
  firstName!: string | null;

  @Column('text', { nullable: true })
  lastName!: string | null;

  @Column('boolean')
  banned!: boolean;

  @Column('boolean')
  twoFactorEnabled!: boolean;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;

  /** From this moment an erasure is under way that cannot be called off: the person can do nothing any more. */
  @Column('timestamptz', { nullable: true })
  frozenAt!: Date | null;

  /** Banned here, and Clerk has not confirmed it yet. */
  @Column('boolean')
  banPending!: boolean;

  /** Signed out here, and Clerk has not ended the sessions yet. */
  @Column('boolean')
  signOutPending!: boolean;

  /** Tokens issued before this moment are refused. */
  @Column('timestamptz', { nullable: true })
  sessionsInvalidBefore!: Date | null;

  /** Clerk's `updated_at` of what is mirrored here. */
  @Column('timestamptz', { nullable: true })
  sourceUpdatedAt!: Date | null;

  /** When the event that brought it happened; null when it was fetched. */
  @Column('timestamptz', { nullable: true })
  sourceEventAt!: Date | null;
}
