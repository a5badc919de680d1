import { Injectable } from '@nestjs/common';
import { type AuthorizationModel, AuthorizationModels } from '#auth';
import type { Policy, RoleRecord, RoleRegistry } from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import type { CustomRole } from './custom-role.entity.js';
import { RolesStore } from './roles.store.js';

/** The rules as they stand in an organization: built-in roles, Clerk's, and its own. Works in the open transaction. */
@Injectable()
export class RolePoliciesService {
  constructor(
    private readonly roles: RolesStore,
    private readonly models: AuthorizationModels,
  ) {}

  /**
   * @param given roles that are about to be given: where one is the organization's own, it stays as it is until the
   * transaction ends, so that nobody hands on a permission that somebody adds to it meanwhile
   */
  async of(scope: OrganizationScope, ...given: readonly string[]): Promise<Policy> {
    // In one order, against deadlocks.
    for (const role of [...new Set(given)].sort()) await this.roles.lock(scope, role, 'give');
    return this.under(await this.models.current(), scope);
  }

  /** By a model that the request has looked up already. */
  async under(model: AuthorizationModel, scope: OrganizationScope): Promise<Policy> {
    const custom = await this.roles.listCustom(scope.organizationId);
    return withStored(model, [...(await this.recordsOfClerk()), ...custom.map(recordOf)]);
  }

  /** For the one role that Clerk keeps for each member: built-in roles and Clerk's own. */
  async ofMemberships(): Promise<Policy> {
    return withStored(await this.models.current(), await this.recordsOfClerk());
  }

  /** For a person's own view over these of their organizations: the roles that they hold there. */
  async heldBy(
    model: AuthorizationModel,
    userId: string,
    organizationIds: readonly string[],
  ): Promise<{ readonly roles: RoleRegistry; readonly stored: readonly RoleRecord[] }> {
    const custom = await this.roles.listHeldBy(userId, organizationIds);
    const stored = [...(await this.recordsOfClerk()), ...custom.map(recordOf)];
    return { roles: model.withStoredRoles(stored), stored };
  }

  /** Clerk's roles, as they are mirrored. */
  async recordsOfClerk(): Promise<RoleRecord[]> {
    const clerkRoles = await this.roles.listOfClerk();
    return clerkRoles.map(({ key, permissions }) => ({
      key,
      scopeKind: 'organization',
      permissions,
      organizationId: null,
    }));
  }
}

function withStored(model: AuthorizationModel, records: readonly RoleRecord[]): Policy {
  return { ...model.policy, roles: model.withStoredRoles(records) };
}

/** A stored role as the decision knows it. */
export function recordOf({ key, scopeKind, permissions, organizationId }: CustomRole): RoleRecord {
  return { key, scopeKind, permissions, organizationId };
}
