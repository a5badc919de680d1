import { ApiProperty } from '@nestjs/swagger';
import { PatternField, SlugField, TextField } from '#libs/http';
import type { Organization, OrganizationStatus } from './organization.entity.js';
import { PERSON_ID_FIELD } from '../person-id-field.js';

export class OrganizationResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'org_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  clerkId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'harbour' })
  slug!: string | null;

  @ApiProperty({ example: 'Harbour Hotels' })
  name!: string;

  @ApiProperty({ enum: ['active', 'suspended'] })
  status!: OrganizationStatus;

  @ApiProperty({ type: Number, nullable: true, description: 'Seats; null for no limit' })
  maxAllowedMemberships!: number | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  static from(organization: Organization): OrganizationResponse {
    return {
      id: organization.id,
      clerkId: organization.clerkId,
      slug: organization.slug,
      name: organization.name,
      status: organization.status,
      maxAllowedMemberships: organization.maxAllowedMemberships,
      createdAt: organization.createdAt.toISOString(),
      updatedAt: organization.updatedAt.toISOString(),
    };
  }
}

export class CreateOrganizationRequest {
  @TextField({ max: 256, example: 'Harbour Hotels' })
  name!: string;

  @SlugField({ optional: true, example: 'harbour', description: 'Made by Clerk from the name when absent.' })
  slug?: string;
}

export class UpdateOrganizationRequest {
  @TextField({ max: 256, optional: true })
  name?: string;

  @SlugField({ optional: true })
  slug?: string;
}

export class TransferOwnershipRequest {
  @PatternField({
    ...PERSON_ID_FIELD,
    description: 'The member who shall own the organization, by our id or Clerk’s.',
  })
  userId!: string;
}
