import { ApiProperty } from '@nestjs/swagger';
import { PatternField } from '#libs/http';
import type { MemberRow } from '../members/memberships.store.js';
import { PERSON_ID_FIELD } from '../person-id-field.js';

export class MemberResponse {
  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty({ type: String, nullable: true })
  clerkUserId!: string | null;

  @ApiProperty({ example: 'org:member' })
  role!: string;

  @ApiProperty({ type: String, nullable: true })
  emailAddress!: string | null;

  @ApiProperty({ type: String, nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastName!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static from({ membership, user }: MemberRow): MemberResponse {
    return {
      userId: user.id,
      clerkUserId: user.clerkId,
      role: membership.role,
      emailAddress: user.emailAddress,
      firstName: user.firstName,
      lastName: user.lastName,
      createdAt: membership.createdAt.toISOString(),
    };
  }
}

const ROLE = {
  pattern: /^org:[a-z0-9_]{1,60}$/,
  max: 64,
  expected: 'a role of an organization, such as org:member',
  description: 'A role of the organization.',
  example: 'org:member',
};

export class AddMemberRequest {
  @PatternField({
    ...PERSON_ID_FIELD,
    description: 'The person, by our id or Clerk’s.',
  })
  userId!: string;

  @PatternField(ROLE)
  role!: string;
}

export class ChangeMemberRequest {
  @PatternField(ROLE)
  role!: string;
}
