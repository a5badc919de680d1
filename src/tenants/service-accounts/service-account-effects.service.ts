import { Injectable } from '@nestjs/common';
import { type GrantEffect, ServiceAccountAccess } from '#auth';
import { isPermission, type PermissionKey, type Policy, scopeWithin } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { UserLookupService } from '#users';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { rightsSourcesOf } from './rights-sources.js';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';

/** Shows how far the roles of service accounts hold: who gave them may have lost some of it since. */
@Injectable()
export class ServiceAccountEffectsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly policies: RolePoliciesService,
    private readonly access: ServiceAccountAccess,
  ) {}

  /** By the id of the grant. */
  async of(
    scope: OrganizationScope,
    grants: readonly ServiceAccountGrant[],
  ): Promise<ReadonlyMap<string, GrantEffect>> {
    const { givers, policy } = await this.unitOfWork.run(scope, async () => ({
      givers: await rightsSourcesOf(
        this.users,
        grants.map(({ grantedBy }) => grantedBy),
      ),
      policy: await this.policies.of(scope),
    }));
    const effects = grants.map(async (grant): Promise<[string, GrantEffect]> => {
      const given = { ...grant, giver: givers.get(grant.grantedBy ?? '') ?? null };
      return [grant.id, await this.access.effectOf(scope.organizationId, given, carriedBy(grant, policy))];
    });
    return new Map(await Promise.all(effects));
  }
}

/** The permissions of the role, or those that an agent was handed. */
function carriedBy(
  { organizationId, propertyId, role, permissions }: ServiceAccountGrant,
  { roles }: Policy,
): Iterable<PermissionKey> {
  const scope = scopeWithin(organizationId, propertyId);
  return permissions === null
    ? (roles.findFor(role, scope)?.permissions ?? [])
    : permissions.filter(isPermission);
}
