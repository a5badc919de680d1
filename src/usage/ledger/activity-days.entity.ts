import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody was active on the platform on a UTC day. */
@Entity('platform_activity_days')
export class PlatformActivityDay {
  @PrimaryColumn('date')
  day!: string;

  /** The random number that stands for the person. */
  @PrimaryColumn('uuid')
  usageId!: string;

  /** Whether it is the free first day: the day of the sign-up. */
  @Column('boolean')
  isFirstDay!: boolean;
}

/** Somebody was active in an organization. */
@Entity('organization_activity_days')
export class OrganizationActivityDay {
  @PrimaryColumn('uuid')
  organizationId!: string;

  /** In UTC. */
  @PrimaryColumn('date')
  day!: string;

  /** In the time zone that the place had then. */
  @PrimaryColumn('date')
  localDay!: string;

  @PrimaryColumn('uuid')
  usageId!: string;

  @Column('boolean')
  isFirstDay!: boolean;

  @Column('boolean')
  isFirstLocalDay!: boolean;
}

/** Somebody was active on a property. */
@Entity('property_activity_days')
export class PropertyActivityDay {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  propertyId!: string;

  /** In UTC. */
  @PrimaryColumn('date')
  day!: string;

  /** In the time zone that the property had then. */
  @PrimaryColumn('date')
  localDay!: string;

  @PrimaryColumn('uuid')
  usageId!: string;

  @Column('boolean')
  isFirstDay!: boolean;

  @Column('boolean')
  isFirstLocalDay!: boolean;
}
