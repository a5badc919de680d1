import { ApiProperty } from '@nestjs/swagger';
import { SIGN_IN_FAULTS, type SignInFault } from '#auth';
import { PageQuery, UuidField } from '#libs/http';
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

  @ApiProperty({
    enum: SIGN_IN_FAULTS,
    isArray: true,
    example: [],
    description:
      'Rules of its sign-in policy that this sign-in does not meet: the roles open nothing until it does',
  })
  refusedBy!: SignInFault[];

  @ApiProperty({
    type: [String],
    example: [],
    description: 'What your roles carry at Clerk and nobody declared here: it opens nothing',
  })
  unknownPermissions!: string[];

  @ApiProperty({
    type: [PropertyOfMe],
    description: 'Those that you may open, by name; a hundred at most in one answer, over all organizations',
  })
  properties!: PropertyOfMe[];

  @ApiProperty({ example: 1, description: 'How many you may open, shown here or not' })
  propertiesCount!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where `GET /api/v1/me/properties` goes on; null when all are shown',
  })
  propertiesNextCursor!: string | null;
}

/** Which of your organizations. */
export class MePropertiesQuery extends PageQuery {
  @UuidField({ description: 'One of your organizations, by our id.' })
  organizationId!: string;
}

const NOWHERE = { organizations: [], organizationsCount: 0, organizationsNextCursor: null };

export class MeResponse extends UserResponse {
  @ApiProperty({ type: [String], example: [] })
  platformRoles!: string[];

  @ApiProperty({
    enum: SIGN_IN_FAULTS,
    isArray: true,
    example: [],
    description:
      'Rules of the platform’s sign-in policy that this sign-in does not meet: `platformRoles` open nothing until it does',
  })
  platformRefusedBy!: SignInFault[];

  @ApiProperty({ type: [OrganizationOfMe], description: 'By name; a hundred at most' })
  organizations!: OrganizationOfMe[];

  @ApiProperty({ example: 1, description: 'How many there are, shown here or not' })
  organizationsCount!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where `GET /api/v1/me/organizations` goes on; null when all are shown',
  })
  organizationsNextCursor!: string | null;

  static override from(
    user: User,
    platformRoles: string[] = [],
    places: Pick<MeResponse, 'organizations' | 'organizationsCount' | 'organizationsNextCursor'> = NOWHERE,
    platformRefusedBy: SignInFault[] = [],
  ): MeResponse {
    return { ...UserResponse.from(user), platformRoles, platformRefusedBy, ...places };
  }
}
