import { ApiProperty } from '@nestjs/swagger';
import { type AuthorizationModel, type DeclaredPermission, permissions as builtIn } from '#auth';
import { scopeKindOf, type ScopeKind } from '#libs/authz';
import { Field, ListField, ObjectListField, PatternField, patternValue, TextField } from '#libs/http';
import type { PermissionPlan } from './permission-plan.js';
import type { AppliedDeclaration } from './permissions.service.js';

/** More than any catalogue needs, few enough for every request to know them all. */
const MAX_DECLARED = 500;
// Wider than a permission's form: what is none is answered by name, with every other fault.
const NAME = patternValue(/^[^\s]{1,100}$/, 100, 'a name without blanks');

export class DeclaredPermissionRequest {
  @Field(NAME, {
    description: '`<level>:<resource>:<verb>`, the level one of `platform`, `org` and `property`.',
  })
  key!: string;

  @TextField({ min: 1, max: 200, description: 'What it opens, in words for people.' })
  description!: string;

  @ListField(NAME, {
    optional: true,
    max: 20,
    unique: true,
    description:
      'Built-in roles that carry it. `org:admin`, `property:manager` and, on the platform, `owner` carry all of their level by themselves.',
  })
  roles?: string[];

  @ListField(NAME, {
    optional: true,
    max: 50,
    unique: true,
    description: 'Declared permissions that whoever holds this one holds too.',
  })
  includes?: string[];
}

export class PlanPermissionsRequest {
  @ObjectListField(() => DeclaredPermissionRequest, { max: MAX_DECLARED })
  permissions!: DeclaredPermissionRequest[];
}

export class ApplyPermissionsRequest extends PlanPermissionsRequest {
  @PatternField({
    pattern: /^[0-9a-f]{64}$/,
    max: 64,
    expected: 'the hash of the plan, 64 hexadecimal digits',
    description: 'Of the plan as it was read.',
  })
  hash!: string;
}

export class PermissionResponse {
  @ApiProperty({ example: 'property:rooms:clean' })
  key!: string;

  @ApiProperty({ enum: ['platform', 'organization', 'property'], description: 'Where it is held' })
  scopeKind!: ScopeKind;

  @ApiProperty({ example: 'Clean rooms' })
  description!: string;

  @ApiProperty({ description: 'Whether the service itself knows it; else the application declares it' })
  builtIn!: boolean;

  @ApiProperty({
    type: [String],
    example: ['property:staff'],
    description: 'Built-in roles it was declared for',
  })
  roles!: string[];

  @ApiProperty({ type: [String], example: [] })
  includes!: string[];

  static listOf(model: AuthorizationModel): PermissionResponse[] {
    const own = builtIn.all.map((key) => ({
      key,
      scopeKind: scopeKindOf(key),
      description: builtIn.describe(key),
      builtIn: true,
      roles: [],
      includes: [],
    }));
    return [...own, ...model.declared.map((each) => PermissionResponse.from(each))];
  }

  static from({ key, description, roles, includes }: DeclaredPermission): PermissionResponse {
    return {
      key,
      scopeKind: scopeKindOf(key),
      description,
      builtIn: false,
      roles: [...roles],
      includes: [...includes],
    };
  }
}

export class DeclarationResponse {
  @ApiProperty({ type: String, nullable: true, description: 'Null where nothing was declared yet' })
  id!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  appliedAt!: string | null;

  @ApiProperty({ type: [PermissionResponse] })
  permissions!: PermissionResponse[];

  static of({ id, appliedAt, declared }: AppliedDeclaration): DeclarationResponse {
    return {
      id,
      appliedAt: appliedAt?.toISOString() ?? null,
      permissions: declared.map((each) => PermissionResponse.from(each)),
    };
  }
}

export class ReachedPersonResponse {
  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null: everywhere, as staff of the platform',
  })
  organizationId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: on the organization' })
  propertyId!: string | null;
}

export class PermissionReachResponse {
  @ApiProperty({ example: 'property:rooms:clean' })
  permission!: string;

  @ApiProperty({ description: 'For how many people it changes somewhere' })
  people!: number;

  @ApiProperty({ description: 'In how many places (properties, or organizations) it changes for somebody' })
  places!: number;

  @ApiProperty({ description: 'For how many pairs of a person and a place' })
  pairs!: number;

  @ApiProperty()
  organizations!: number;

  @ApiProperty({ description: 'Staff of the platform for whom it changes everywhere' })
  staff!: number;

  @ApiProperty({
    type: [ReachedPersonResponse],
    description: 'The first 20 of them, by organization and place',
  })
  named!: ReachedPersonResponse[];
}

export class PermissionUseResponse {
  @ApiProperty({ example: 'property:rooms:clean' })
  permission!: string;

  @ApiProperty({ description: 'Roles that organizations made themselves' })
  customRoles!: number;

  @ApiProperty({ description: 'Whose roles those are' })
  organizations!: number;

  @ApiProperty()
  clerkRoles!: number;

  @ApiProperty({ description: 'Agents that were handed it' })
  agents!: number;
}

export class PermissionPlanResponse {
  @ApiProperty({ description: 'To apply exactly this' })
  hash!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The declaration that holds now' })
  replaces!: string | null;

  @ApiProperty({ type: [String] })
  added!: string[];

  @ApiProperty({ type: [String] })
  changed!: string[];

  @ApiProperty({ type: [String] })
  removed!: string[];

  @ApiProperty({ type: [PermissionReachResponse] })
  gained!: PermissionReachResponse[];

  @ApiProperty({ type: [PermissionReachResponse] })
  lost!: PermissionReachResponse[];

  @ApiProperty({
    type: [PermissionUseResponse],
    description: 'What would go and stands in roles still; as long as there is any, the plan is refused',
  })
  inUse!: PermissionUseResponse[];

  static from({ effect, ...plan }: PermissionPlan): PermissionPlanResponse {
    return {
      hash: plan.hash,
      replaces: plan.replaces,
      added: [...plan.added],
      changed: [...plan.changed],
      removed: [...plan.removed],
      gained: effect.gained.map((reach) => ({ ...reach, named: [...reach.named] })),
      lost: effect.lost.map((reach) => ({ ...reach, named: [...reach.named] })),
      inUse: [...plan.inUse],
    };
  }
}
