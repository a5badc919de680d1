import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A duty to keep an organization's data, which its erasure waits for. */
@Entity('organization_holds')
export class OrganizationHold {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  organizationId!: string;

  /** The rule that demands it, e.g. `Art. 17(3)(e) GDPR`. */
  @Column('text')
  article!: string;

  @Column('uuid')
  placedBy!: string;

  @Column('timestamptz')
  placedAt!: Date;

  @Column('uuid', { nullable: true })
  releasedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  releasedAt!: Date | null;
}
