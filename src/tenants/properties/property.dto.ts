import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IntegerField, PageQuery, SlugField, TextField, TimezoneField } from '#libs/http';
import type { Property, PropertyStatus } from './property.entity.js';

export class PropertyResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ example: 'seaside' })
  slug!: string;

  @ApiProperty({ example: 'Seaside' })
  name!: string;

  @ApiProperty({ example: 'Europe/Lisbon' })
  timezone!: string;

  @ApiProperty({ enum: ['active', 'archived'] })
  status!: PropertyStatus;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'How many people may have a grant on it, open invitations counted; null for no limit',
  })
  maxPeople!: number | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  archivedAt!: string | null;

  static from(property: Property): PropertyResponse {
    return {
      id: property.id,
      organizationId: property.organizationId,
      slug: property.slug,
      name: property.name,
      timezone: property.timezone,
      status: property.status,
      maxPeople: property.maxPeople,
      createdAt: property.createdAt.toISOString(),
      updatedAt: property.updatedAt.toISOString(),
      archivedAt: property.archivedAt?.toISOString() ?? null,
    };
  }
}

const SEATS =
  'How many people may have a grant on it; null for no limit. Below the present number nobody loses anything.';

export class CreatePropertyRequest {
  @TextField({ max: 200, example: 'Seaside' })
  name!: string;

  @SlugField({ example: 'seaside', description: 'Unique within the organization.' })
  slug!: string;

  @TimezoneField({ optional: true, description: 'UTC unless told.' })
  timezone = 'UTC';

  @IntegerField({ min: 1, max: 1_000_000, optional: true, nullable: true, description: SEATS })
  maxPeople: number | null = null;
}

export class UpdatePropertyRequest {
  @TextField({ max: 200, optional: true })
  name?: string;

  @SlugField({ optional: true })
  slug?: string;

  @TimezoneField({ optional: true })
  timezone?: string;

  @IntegerField({ min: 1, max: 1_000_000, optional: true, nullable: true, description: SEATS })
  maxPeople?: number | null;
}

export class PropertiesQuery extends PageQuery {
  @EnumField(['active', 'archived', 'all'], { optional: true, description: 'Active ones unless told.' })
  status: PropertyStatus | 'all' = 'active';
}
