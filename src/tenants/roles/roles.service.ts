import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, AuthorizationModels, type Caller, found } from '#auth';
import { decide, organizationScope, type RightsChange, type RoleDiff, type RoleRegistry } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { ClerkRole } from './clerk-role.entity.js';
import type { CustomRole } from './custom-role.entity.js';
import { demandHoldsAll, demandSoundRole, describeRoleUse } from './role.rule.js';
import { RoleEffectService } from './role-effect.service.js';
import { recordOf, RolePoliciesService } from './role-policies.service.js';
import { RolesStore } from './roles.store.js';

export interface RoleDetails {
  name: string;
  description: string | null;
  permissions: string[];
}

const MAX_ROLES = 100;

/**
 * The roles that an organization makes for itself. A role on a property is given there; a role on the organization is
 * given on all of it, as a grant beside the one role that Clerk keeps for a member. It is not made at Clerk: roles there
 * belong to the whole instance, so one tenant's would show in every other.
 */
@Injectable()
export class RolesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: RolesStore,
    private readonly policies: RolePoliciesService,
    private readonly models: AuthorizationModels,
    private readonly effect: RoleEffectService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Roles that can be given in the organization. */
  async list(scope: OrganizationScope): Promise<{
    registry: RoleRegistry;
    ofClerk: ClerkRole[];
    custom: CustomRole[];
  }> {
    return this.unitOfWork.run(scope, async () => ({
      registry: (await this.policies.of(scope)).roles,
      ofClerk: await this.roles.listOfClerk(),
      custom: await this.roles.listCustom(scope.organizationId),
    }));
  }

  async get(scope: OrganizationScope, key: string): Promise<CustomRole> {
    return found(await this.unitOfWork.run(scope, () => this.roles.find(scope, key)));
  }

  async create(
    scope: OrganizationScope,
    caller: Caller,
    wanted: RoleDetails & Pick<CustomRole, 'key' | 'scopeKind'>,
  ): Promise<CustomRole> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const role: CustomRole = {
        ...wanted,
        permissions: wanted.permissions.toSorted(),
        organizationId: scope.organizationId,
        version: 1,
        createdBy: caller.userId,
        createdAt: now,
        updatedAt: now,
      };
      await this.demandSound(scope, role);
      demandHoldsAll(caller.subject, role.permissions, scope.organizationId, now);
      if ((await this.roles.count(scope)) >= MAX_ROLES) throw tenantsErrors.tooManyRoles();
      await this.roles.insert(role);
      await this.unitOfWork.made(role.key, locationOf.role(role));
      await this.record('role.created', scope, caller, role.key, { permissions: role.permissions });
      return role;
    });
  }

  /** @param expected the ETag the caller saw last */
  async change(
    scope: OrganizationScope,
    caller: Caller,
    key: string,
    change: Partial<RoleDetails>,
    expected: string | undefined,
  ): Promise<CustomRole> {
    return this.unitOfWork.run(scope, async () => {
      const { before, after } = await this.judge(scope, caller, key, change, expected);
      const changed = (['name', 'description', 'permissions'] as const).filter(
        (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
      );
      if (changed.length === 0) return before;
      const now = this.clock.now();
      const { name, description, permissions } = after;
      await this.roles.update(scope, key, { name, description, permissions, updatedAt: now });
      const isWider = changed.includes('permissions');
      await this.record('role.changed', scope, caller, key, {
        changed,
        ...(isWider ? { permissions: { from: before.permissions, to: permissions } } : {}),
      });
      return { ...after, version: before.version + 1, updatedAt: now };
    });
  }

  /** What {@link change} would do to whom; changes nothing and refuses what that would refuse. */
  async previewChange(
    scope: OrganizationScope,
    caller: Caller,
    key: string,
    change: Partial<RoleDetails>,
    expected: string | undefined,
  ): Promise<RoleDiff> {
    return this.unitOfWork.run(scope, async () => {
      const { before, after } = await this.judge(scope, caller, key, change, expected);
      return this.effectOf(scope, caller, before, after);
    });
  }

  /** Only a role that nobody holds and no open invitation promises. */
  async delete(scope: OrganizationScope, caller: Caller, key: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      await this.judge(scope, caller, key, {}, undefined);
      const use = await this.roles.countUse(scope, key, this.clock.now());
      if (use.grants > 0 || use.invitations > 0 || use.serviceAccounts > 0 || use.groups > 0) {
        throw tenantsErrors.roleInUse({
          detail: describeRoleUse(use),
          extensions: { ...use },
        });
      }
      await this.roles.delete(scope, key);
      await this.record('role.deleted', scope, caller, key, {});
    });
  }

  async previewDeletion(scope: OrganizationScope, caller: Caller, key: string): Promise<RoleDiff> {
    return this.unitOfWork.run(scope, async () => {
      const { before } = await this.judge(scope, caller, key, {}, undefined);
      return this.effectOf(scope, caller, before, null);
    });
  }

  /** Who is named is for callers who may see who there is; how many they are is for everybody who may change roles. */
  private async effectOf(
    scope: OrganizationScope,
    { subject }: Caller,
    before: CustomRole,
    after: CustomRole | null,
  ): Promise<RoleDiff> {
    const now = this.clock.now();
    const effect = await this.effect.of(scope, recordOf(before), after && recordOf(after), now);
    const here = organizationScope(scope.organizationId);
    if (decide(subject, 'org:members:read', here, now)) return effect;
    const unnamed = (change: RightsChange) => ({ ...change, userIds: [] });
    return { gained: effect.gained.map(unnamed), lost: effect.lost.map(unnamed) };
  }

  /** Holds the role and asks whether this caller may make this change of it: what it carries before and after. */
  private async judge(
    scope: OrganizationScope,
    caller: Caller,
    key: string,
    change: Partial<RoleDetails>,
    expected: string | undefined,
  ): Promise<{ before: CustomRole; after: CustomRole }> {
    const before = await this.roles.lock(scope, key, 'change');
    if (before === null) {
      const { roles } = await this.policies.of(scope);
      throw roles.isReserved(key, scope.organizationId)
        ? tenantsErrors.roleReserved()
        : authErrors.notFound();
    }
    assertVersion(expected, before.version);
    const after: CustomRole = {
      ...before,
      name: change.name ?? before.name,
      description: change.description === undefined ? before.description : change.description,
      permissions: (change.permissions ?? before.permissions).toSorted(),
    };
    if (change.permissions !== undefined) {
      await this.demandSound(scope, after);
    }
    const involved = new Set([...before.permissions, ...after.permissions]);
    demandHoldsAll(caller.subject, involved, scope.organizationId, this.clock.now());
    return { before, after };
  }

  private async demandSound(scope: OrganizationScope, role: CustomRole): Promise<void> {
    const model = await this.models.held();
    demandSoundRole(model, (await this.policies.under(model, scope)).roles, recordOf(role));
  }

  private async record(
    action: 'role.created' | 'role.changed' | 'role.deleted',
    scope: OrganizationScope,
    caller: Caller,
    key: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope,
      target: { kind: 'role', id: key },
      change,
    });
  }
}
