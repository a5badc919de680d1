import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What Clerk told of a session; enough to refuse its tokens once it has ended. */
@Entity('user_sessions')
export class UserSession {
  @PrimaryColumn('text')
  clerkId!: string;

  @Column('uuid')
  userId!: string;

  @Column('text')
  status!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  lastActiveAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** Clerk's id (or name) of who really acts in it; null unless somebody impersonates the person. */
  @Column('text', { nullable: true })
  impersonator!: string | null;

  @Column('timestamptz')
  sourceUpdatedAt!: Date;
}
