import { ApiProperty } from '@nestjs/swagger';
import { PageQuery, PatternField, TextField } from '#libs/http';
import { GroupGrantResponse } from './group-grant.dto.js';
import type { Group } from './group.entity.js';
import type { WholeGroup } from './groups.service.js';
import { PERSON_ID_FIELD } from '../person-id-field.js';

export class GroupResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ example: 'Housekeeping' })
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'org:housekeeping',
    description: 'Everybody whose membership has this role is in the group, beside those who were added',
  })
  clerkRole!: string | null;

  @ApiProperty({ description: 'As in the ETag' })
  version!: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who made it' })
  createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  static from(group: Group): GroupResponse {
    const { id, organizationId, name, description, clerkRole, version, createdBy } = group;
    return {
      id,
      organizationId,
      name,
      description,
      clerkRole,
      version,
      createdBy,
      createdAt: group.createdAt.toISOString(),
      updatedAt: group.updatedAt.toISOString(),
    };
  }
}

export class NamedGroupResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Night shift' })
  name!: string;
}

export class WholeGroupResponse extends GroupResponse {
  @ApiProperty({ type: [GroupGrantResponse] })
  grants!: GroupGrantResponse[];

  @ApiProperty({
    type: [NamedGroupResponse],
    description: 'Groups that lie in it: whoever is in them is in it',
  })
  groups!: NamedGroupResponse[];

  @ApiProperty({
    type: [NamedGroupResponse],
    description: 'Groups in which it lies: its people hold what those hold',
  })
  inGroups!: NamedGroupResponse[];

  @ApiProperty({ description: 'Everybody who is in it, in whatever way' })
  membersCount!: number;

  static of({ group, grants, inside, around, peopleCount }: WholeGroup): WholeGroupResponse {
    return {
      ...GroupResponse.from(group),
      grants: grants.map((grant) => GroupGrantResponse.from(grant)),
      groups: [...inside],
      inGroups: [...around],
      membersCount: peopleCount,
    };
  }
}

export class GroupsQuery extends PageQuery {
  @PatternField({
    ...PERSON_ID_FIELD,
    optional: true,
    description: 'Only groups in which this person is, in whatever way.',
  })
  memberId?: string;
}

const CLERK_ROLE = {
  pattern: /^org:[a-z0-9_]{1,60}$/,
  max: 64,
  expected: 'a role of memberships, such as org:housekeeping',
  optional: true,
  nullable: true,
  example: 'org:housekeeping',
  description:
    'Puts everybody into the group whose membership has this role: what a directory (SCIM) tells Clerk of its groups arrives as such a role.',
} as const;

export class CreateGroupRequest {
  @TextField({ max: 100, example: 'Housekeeping', description: 'Unique within the organization.' })
  name!: string;

  @TextField({ max: 500, optional: true, nullable: true })
  description: string | null = null;

  @PatternField(CLERK_ROLE)
  clerkRole: string | null = null;
}

export class ChangeGroupRequest {
  @TextField({ max: 100, optional: true, example: 'Housekeeping' })
  name?: string;

  @TextField({ max: 500, optional: true, nullable: true })
  description?: string | null;

  @PatternField(CLERK_ROLE)
  clerkRole?: string | null;
}
