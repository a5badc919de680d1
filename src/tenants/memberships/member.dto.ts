import { ApiProperty } from '@nestjs/swagger';
import { PatternField } from '#libs/http';
import type { MemberRow } from '../members/memberships.store.js';

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
    pattern: /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|user_[A-Za-z0-9]{1,64})$/i,
    max: 80,
    expected: 'the id of a person, ours or Clerk’s',
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
