import { ApiProperty } from '@nestjs/swagger';

import { type User, UserResponse } from '#users';
import type { OrganizationStatus } from '../organizations/organization.entity.js';

export class PropertyOfMe {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'seaside' })
  slug!: string;

  @ApiProperty({ example: 'Seaside' })
  name!: string;

  @ApiProperty({ type: [String], example: ['property:manager'], description: 'Given on the property itself' })
  roles!: string[];

  @ApiProperty({ type: [String], description: 'What all roles together allow here' })
  permissions!: string[];
}

export class OrganizationOfMe {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  clerkId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  slug!: string | null;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['active', 'suspended'], description: 'A suspended one opens nothing' })
  status!: OrganizationStatus;

  @ApiProperty({ example: 'org:member', description: 'The one that Clerk keeps' })
  role!: string;

  @ApiProperty({
    type: [String],
    example: ['org:member'],
    description: "That one and the organization's own",
  })
  roles!: string[];

  @ApiProperty({ type: [String] })
  permissions!: string[];

  @ApiProperty({ type: [PropertyOfMe], description: 'Those that you may open' })
  properties!: PropertyOfMe[];
}

export class MeResponse extends UserResponse {
  @ApiProperty({ type: [String], example: [] })
  platformRoles!: string[];

  @ApiProperty({ type: [OrganizationOfMe] })
  organizations!: OrganizationOfMe[];

  static override from(
    user: User,
    platformRoles: string[] = [],
    organizations: OrganizationOfMe[] = [],
  ): MeResponse {
    return { ...UserResponse.from(user), platformRoles, organizations };
  }
}
