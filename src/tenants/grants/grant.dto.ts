import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, PatternField } from '#libs/http';
import type { GrantRow } from './grants.store.js';

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

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  static from({ grant, user }: GrantRow): GrantResponse {
    return {
      userId: user.id,
      clerkUserId: user.clerkId,
      emailAddress: user.emailAddress,
      firstName: user.firstName,
      lastName: user.lastName,
      role: grant.role,
      grantedBy: grant.grantedBy,
      grantedAt: grant.grantedAt.toISOString(),
      expiresAt: grant.expiresAt?.toISOString() ?? null,
    };
  }
}

export class GiveGrantRequest {
  @PatternField({
    pattern: /^property:[a-z0-9_]{1,60}$/,
    max: 70,
    expected: 'a role on a property, such as property:staff',
    example: 'property:staff',
  })
  role!: string;

  @DateTimeField({
    optional: true,
    nullable: true,
    description: 'The first moment at which it no longer holds.',
  })
  expiresAt?: Date | null;
}
