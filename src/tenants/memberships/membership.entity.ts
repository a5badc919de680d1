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

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  sourceUpdatedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  sourceEventAt!: Date | null;
}
