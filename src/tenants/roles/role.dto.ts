import { ApiProperty } from '@nestjs/swagger';
import type { AuthorizationModel } from '#auth';
import type { RightsChange, Role, RoleDiff } from '#libs/authz';
import { BooleanField, EnumField, ListField, PatternField, patternValue, TextField } from '#libs/http';
import type { ClerkRole } from './clerk-role.entity.js';
import type { CustomRole } from './custom-role.entity.js';
import { builtInRoleNames } from './role-names.js';

export class PermissionOfRole {
  @ApiProperty({ example: 'property:property:read' })
  key!: string;

  @ApiProperty({ example: 'Open the property' })
  description!: string;
}

export class RoleResponse {
  @ApiProperty({ example: 'property:night_audit' })
  key!: string;

  @ApiProperty({ example: 'Night audit' })
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({ enum: ['organization', 'property'], description: 'Where it is given' })
  scopeKind!: 'organization' | 'property';

  @ApiProperty({
    enum: ['built_in', 'clerk', 'custom'],
    description: 'Whose it is; only custom ones change here',
  })
  source!: 'built_in' | 'clerk' | 'custom';

  @ApiProperty({ type: [PermissionOfRole] })
  permissions!: PermissionOfRole[];

  @ApiProperty({ type: Number, nullable: true, description: 'As in the ETag; null unless custom' })
  version!: number | null;

  static from(role: CustomRole, model: AuthorizationModel): RoleResponse {
    const { key, name, description, scopeKind, version } = role;
    const described = describe(role.permissions, model);
    return { key, name, description, scopeKind, source: 'custom', permissions: described, version };
  }

  /** @param role as it counts here, so without what our catalogue does not know */
  static ofClerk(role: Role, { name, description }: ClerkRole, model: AuthorizationModel): RoleResponse {
    return { ...shared(role, model), name, description, source: 'clerk', version: null };
  }

  static builtIn(role: Role, model: AuthorizationModel): RoleResponse {
    const { name, description } = builtInRoleNames[role.key] ?? { name: role.key, description: null };
    return { ...shared(role, model), name, description, source: 'built_in', version: null };
  }
}

function shared(role: Role, model: AuthorizationModel) {
  const scopeKind = role.scopeKind === 'property' ? ('property' as const) : ('organization' as const);
  return { key: role.key, scopeKind, permissions: describe(role.permissions, model) };
}

function describe(permissions: Iterable<string>, model: AuthorizationModel): PermissionOfRole[] {
  return [...permissions].sort().map((key) => ({ key, description: model.describe(key) }));
}

export class RightsChangeResponse {
  @ApiProperty({ example: 'property:members:manage' })
  permission!: string;

  @ApiProperty({ description: 'For how many people it changes somewhere' })
  people!: number;

  @ApiProperty({ description: 'In how many places (properties; the organization) it changes for somebody' })
  places!: number;

  @ApiProperty({ description: 'For how many pairs of a person and a place' })
  pairs!: number;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Ids of at most ten of these people; empty for those who may not see who is a member',
  })
  userIds!: string[];
}

/** What an edit would do; nothing was changed. */
export class RoleEffectResponse {
  @ApiProperty({ enum: [true] })
  dryRun!: true;

  @ApiProperty({ type: [RightsChangeResponse] })
  gained!: RightsChangeResponse[];

  @ApiProperty({ type: [RightsChangeResponse] })
  lost!: RightsChangeResponse[];

  static from({ gained, lost }: RoleDiff): RoleEffectResponse {
    const present = (change: RightsChange) => ({ ...change, userIds: [...change.userIds] });
    return { dryRun: true, gained: gained.map(present), lost: lost.map(present) };
  }
}

// Wider than a permission's form: what is none is answered by name, with a code of its own.
const permissionText = patternValue(
  /^[\x21-\x7e]{1,100}$/,
  100,
  'a permission, such as property:property:read',
);

export class CreateRoleRequest {
  @PatternField({
    pattern: /^(org|property):[a-z0-9_]{1,60}$/,
    max: 70,
    expected: 'org:… or property:… in lower-case letters, digits and _',
    example: 'property:night_audit',
  })
  key!: string;

  @TextField({ max: 100, example: 'Night audit' })
  name!: string;

  @TextField({ max: 300, optional: true, nullable: true })
  description?: string | null;

  @EnumField(['organization', 'property'], {
    optional: true,
    description: 'Where it is given; follows from the key, and must agree with it.',
  })
  scopeKind?: 'organization' | 'property';

  @ListField(permissionText, { min: 1, max: 100, unique: true })
  permissions!: string[];
}

export class ChangeRoleRequest {
  @TextField({ max: 100, optional: true })
  name?: string;

  @TextField({ max: 300, optional: true, nullable: true })
  description?: string | null;

  @ListField(permissionText, { min: 1, max: 100, unique: true, optional: true })
  permissions?: string[];
}

export class RoleEditQuery {
  @BooleanField({
    optional: true,
    fromText: true,
    description: 'Answers who would gain or lose what, and changes nothing.',
  })
  dryRun = false;
}
