import { Injectable } from '@nestjs/common';
import type { Caller, Reference } from '#auth';
import { organizationScope, type Policy } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { demandBesideMembership } from '../grant-refusals.js';
import { GrantChangesService, type GrantedOn } from './grant-changes.service.js';
import type { OrganizationGrant } from './organization-grant.entity.js';
import { type OrganizationGrantRow, OrganizationGrantsStore } from './organization-grants.store.js';
import type { WantedGrant } from './wanted-grant.js';

/**
 * The organization's own roles, given on the whole of it. They stand beside the one role that Clerk keeps for a member
 * and hold on every property, also on one that is added later.
 */
@Injectable()
export class OrganizationGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: OrganizationGrantsStore,
    private readonly changes: GrantChangesService,
    private readonly clock: Clock,
  ) {}

  async list(
    scope: OrganizationScope,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<OrganizationGrantRow[]> {
    return this.unitOfWork.run(scope, () => this.grants.list(scope, after, limit, this.clock.now()));
  }

  async give(
    scope: OrganizationScope,
    caller: Caller,
    person: Reference,
    wanted: WantedGrant,
  ): Promise<OrganizationGrantRow> {
    const role = (policy: Policy) => {
      demandBesideMembership(policy, scope, wanted.role);
    };
    return this.unitOfWork.run(scope, () =>
      this.changes.give(this.on(scope), caller, person, wanted, { role }),
    );
  }

  async take(scope: OrganizationScope, caller: Caller, person: Reference, role: string): Promise<void> {
    await this.unitOfWork.run(scope, () => this.changes.take(this.on(scope), caller, person, role));
  }

  private on(scope: OrganizationScope): GrantedOn<OrganizationGrant> {
    const { organizationId } = scope;
    return {
      data: scope,
      scope: organizationScope(organizationId),
      key: { organizationId },
      find: (userId, role) => this.grants.find(scope, userId, role),
      put: (grant) => this.grants.put(grant),
      delete: (userId, role) => this.grants.delete(scope, userId, role),
    };
  }
}
