import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role of Clerk's instance, mirrored; the same in every organization. */
@Entity('clerk_roles')
export class ClerkRole {
  @PrimaryColumn('text')
  clerkId!: string;

  @Column('text')
  key!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** As Clerk names them; those that our catalogue does not know give nothing. */
  @Column('text', { array: true })
  permissions!: string[];

  @Column('timestamptz')
  updatedAt!: Date;
}
