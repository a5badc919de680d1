import { Injectable } from '@nestjs/common';
import { type GrantEffect, type RightsSource, ServiceAccountAccess } from '#auth';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { UsersStore } from '#users';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';

/** Shows how far the roles of service accounts hold: who gave them may have lost some of it since. */
@Injectable()
export class ServiceAccountEffectsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly policies: RolePoliciesService,
    private readonly access: ServiceAccountAccess,
  ) {}

  /** In the order of the grants. */
  async of(scope: OrganizationScope, grants: readonly ServiceAccountGrant[]): Promise<GrantEffect[]> {
    const { givers, roles } = await this.unitOfWork.run(scope, async () => ({
      givers: await this.givers(grants),
      roles: (await this.policies.of(scope)).roles,
    }));
    return Promise.all(
      grants.map((grant) =>
        this.access.effectOf(
          scope.organizationId,
          { ...grant, giver: givers.get(grant.grantedBy ?? '') ?? null },
          roles,
        ),
      ),
    );
  }

  private async givers(grants: readonly ServiceAccountGrant[]): Promise<Map<string, RightsSource>> {
    const found = new Map<string, RightsSource>();
    for (const userId of new Set(grants.flatMap(({ grantedBy }) => grantedBy ?? []))) {
      const clerkUserId = (await this.users.findById(userId))?.clerkId;
      if (clerkUserId != null) found.set(userId, { userId, clerkUserId });
    }
    return found;
  }
}
