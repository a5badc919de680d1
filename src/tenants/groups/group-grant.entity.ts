import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role that a group was given: everybody in the group holds it. */
@Entity('group_grants')
export class GroupGrant {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  groupId!: string;

  /** Null: on the organization. */
  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  @Column('text')
  role!: string;

  /** The role once more where the organization made it, null where it is built in. */
  @Column('text', { nullable: true })
  customRole!: string | null;

  @Column('uuid', { nullable: true })
  grantedBy!: string | null;

  @Column('timestamptz')
  grantedAt!: Date;

  @Column('timestamptz')
  validFrom!: Date;

  /** The first moment at which it no longer holds; null: without end. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}
