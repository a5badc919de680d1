import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member of the organization who was added to a group by hand. */
@Entity('group_members')
export class GroupMember {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @Column('uuid', { nullable: true })
  addedBy!: string | null;

  @Column('timestamptz')
  addedAt!: Date;
}
