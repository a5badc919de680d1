import { Column, Entity, PrimaryColumn } from 'typeorm';

export type OwnerlessState = 'holding' | 'cancelled' | 'archived';

/** An organization whose last owner was deleted at Clerk, and what is to become of it. */
@Entity('ownerless_organizations')
export class OwnerlessOrganization {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  /** Who owned it last; null once that person was erased. */
  @Column('uuid', { nullable: true })
  userId!: string | null;

  @Column('timestamptz')
  lostAt!: Date;

  /** Not before that. */
  @Column('timestamptz')
  archiveAfter!: Date;

  @Column('text')
  state!: OwnerlessState;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;
}
