import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A group that lies in another one: whoever is in it is in the other one too. One level deep at most. */
@Entity('group_nestings')
export class GroupNesting {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  memberGroupId!: string;

  @Column('uuid', { nullable: true })
  addedBy!: string | null;

  @Column('timestamptz')
  addedAt!: Date;
}
