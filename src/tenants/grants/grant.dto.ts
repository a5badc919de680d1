import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, PatternField, UuidField } from '#libs/http';
import type { User } from '#users';
import type { OrganizationGrant } from './organization-grant.entity.js';
import type { PropertyGrant } from './property-grant.entity.js';
import { PERSON_ID_FIELD } from '../person-id-field.js';

export class GrantResponse {
  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty({ type: String, nullable: true })
  clerkUserId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  emailAddress!: string | null;

  @ApiProperty({ type: String, nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastName!: string | null;

  @ApiProperty({ example: 'property:staff' })
  role!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who gave it; null for the service',
  })
  grantedBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  grantedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'The first moment at which it holds' })
  validFrom!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  static from({ grant, user }: { grant: PropertyGrant | OrganizationGrant; user: User }): GrantResponse {
    return {
      userId: user.id,
      clerkUserId: user.clerkId,
      emailAddress: user.emailAddress,
      firstName: user.firstName,
      lastName: user.lastName,
      role: grant.role,
      grantedBy: grant.grantedBy,
      grantedAt: grant.grantedAt.toISOString(),
      validFrom: grant.validFrom.toISOString(),
      expiresAt: grant.expiresAt?.toISOString() ?? null,
    };
  }
}

/** For how long a role is given. */
class GrantPeriod {
  @DateTimeField({ optional: true, description: 'The first moment at which it holds; now unless told.' })
  validFrom?: Date;

  @DateTimeField({
    optional: true,
    nullable: true,
    description: 'The first moment at which it no longer holds.',
  })
  expiresAt?: Date | null;
}

const ROLE_ON_PROPERTY = {
  pattern: /^property:[a-z0-9_]{1,60}$/,
  max: 70,
  expected: 'a role on a property, such as property:staff',
  example: 'property:staff',
};

export class GiveGrantRequest extends GrantPeriod {
  @PatternField(ROLE_ON_PROPERTY)
  role!: string;
}

export class TransferManagementRequest {
  @PatternField({
    ...PERSON_ID_FIELD,
    description: 'The member who shall manage the property, by our id or Clerk’s.',
  })
  userId!: string;
}

export class GiveOrganizationGrantRequest extends GrantPeriod {
  @PatternField({
    pattern: /^org:[a-z0-9_]{1,60}$/,
    max: 70,
    expected: 'a role on the organization, such as org:auditor',
    example: 'org:auditor',
  })
  role!: string;
}

/** A role on the organization or on one property of it. */
export class GiveRoleWithinRequest extends GrantPeriod {
  @PatternField({
    pattern: /^(org|property):[a-z0-9_]{1,60}$/,
    max: 70,
    expected: 'a role such as property:staff',
    example: 'property:staff',
  })
  role!: string;

  @UuidField({ optional: true, nullable: true, description: 'The property, for a role on a property.' })
  propertyId: string | null = null;
}
