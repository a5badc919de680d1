import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role on one property, given to a member of its organization. */
@Entity('property_grants')
export class PropertyGrant {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  propertyId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @PrimaryColumn('text')
  role!: string;

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
