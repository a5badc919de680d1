import { Column, Entity, PrimaryColumn } from 'typeorm';

/** People of an organization who hold the same roles. */
@Entity('groups')
export class Group {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  /** Unique within the organization. */
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Everybody whose membership has this role is in the group, beside those who were added; null: only those. */
  @Column('text', { nullable: true })
  clerkRole!: string | null;

  @Column('integer')
  version!: number;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
