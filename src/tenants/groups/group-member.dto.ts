import { ApiProperty } from '@nestjs/swagger';
import { NamedGroupResponse } from './group.dto.js';
import type { PersonInGroup } from './group-members.store.js';

export class GroupMemberResponse {
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

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When they were added; null for whoever is in it by their role or by another group only',
  })
  addedAt!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who added them' })
  addedBy!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'org:housekeeping',
    description: 'The role of their membership that puts them into it, or into a group that lies in it',
  })
  byClerkRole!: string | null;

  @ApiProperty({
    type: [NamedGroupResponse],
    description: 'Groups that lie in this one and that they are in',
  })
  byGroups!: NamedGroupResponse[];

  static from({ addedAt, byGroups, ...person }: PersonInGroup): GroupMemberResponse {
    return { ...person, addedAt: addedAt?.toISOString() ?? null, byGroups: [...byGroups] };
  }
}
