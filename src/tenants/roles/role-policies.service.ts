import { Injectable } from '@nestjs/common';
import { accessPolicy, withStoredRoles } from '#auth';
import type { Policy, RoleRecord, RoleRegistry } from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import type { CustomRole } from './custom-role.entity.js';
import { RolesStore } from './roles.store.js';

/** The rules as they stand in an organization: built-in roles, Clerk's, and its own. Works in the open transaction. */
@Injectable()
export class RolePoliciesService {
  constructor(private readonly roles: RolesStore) {}

  /**
   * @param given a role that is about to be given: where it is the organization's own, it stays as it is until the
   * transaction ends, so that nobody hands on a permission that somebody adds to it meanwhile
   */
  async of(scope: OrganizationScope, given?: string): Promise<Policy> {
    if (given !== undefined) await this.roles.lock(scope, given, 'give');
    return { ...accessPolicy, roles: await this.registry(scope.organizationId) };
  }

  /** For the one role that Clerk keeps for each member: built-in roles and Clerk's own. */
  async ofMemberships(): Promise<Policy> {
    return { ...accessPolicy, roles: withStoredRoles(await this.recordsOfClerk()) };
  }

  /** For a person's own view over these of their organizations: the roles that they hold there. */
  async heldBy(userId: string, organizationIds: readonly string[]): Promise<RoleRegistry> {
    return this.registryWith(await this.roles.listHeldBy(userId, organizationIds));
  }

  private async registry(organizationId: string): Promise<RoleRegistry> {
    return this.registryWith(await this.roles.listCustom(organizationId));
  }

  private async registryWith(customRoles: readonly CustomRole[]): Promise<RoleRegistry> {
    return withStoredRoles([...(await this.recordsOfClerk()), ...customRoles.map(recordOf)]);
  }

  private async recordsOfClerk(): Promise<RoleRecord[]> {
    const clerkRoles = await this.roles.listOfClerk();
    return clerkRoles.map(({ key, permissions }) => ({
      key,
      scopeKind: 'organization',
      permissions,
      organizationId: null,
    }));
  }
}

/** A stored role as the decision knows it. */
export function recordOf({ key, scopeKind, permissions, organizationId }: CustomRole): RoleRecord {
  return { key, scopeKind, permissions, organizationId };
}
