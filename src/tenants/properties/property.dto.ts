import { ApiProperty } from '@nestjs/swagger';
import { EnumField, PageQuery, SlugField, TextField, TimezoneField } from '#libs/http';
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
      createdAt: property.createdAt.toISOString(),
      updatedAt: property.updatedAt.toISOString(),
      archivedAt: property.archivedAt?.toISOString() ?? null,
    };
  }
}

export class CreatePropertyRequest {
  @TextField({ max: 200, example: 'Seaside' })
  name!: string;

  @SlugField({ example: 'seaside', description: 'Unique within the organization.' })
  slug!: string;

  @TimezoneField({ optional: true, description: 'UTC unless told.' })
  timezone = 'UTC';
}

export class UpdatePropertyRequest {
  @TextField({ max: 200, optional: true })
  name?: string;

  @SlugField({ optional: true })
  slug?: string;

  @TimezoneField({ optional: true })
  timezone?: string;
}

export class PropertiesQuery extends PageQuery {
  @EnumField(['active', 'archived', 'all'], { optional: true, description: 'Active ones unless told.' })
  status: PropertyStatus | 'all' = 'active';
}
