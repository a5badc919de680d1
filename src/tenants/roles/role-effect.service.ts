import { Injectable } from '@nestjs/common';
import { AuthorizationModels } from '#auth';
import {
  diffRole,
  organizationScope,
  propertyScope,
  type RoleDiff,
  type RoleRecord,
  type Scope,
} from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { HeldGrantsStore } from './held-grants.store.js';
import { RolePoliciesService } from './role-policies.service.js';

/** Counts what an edit of a role would do, before it is done. Works in the open transaction and writes nothing. */
@Injectable()
export class RoleEffectService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly heldGrants: HeldGrantsStore,
    private readonly policies: RolePoliciesService,
    private readonly models: AuthorizationModels,
  ) {}

  /** @param after null: the role is deleted */
  async of(
    scope: OrganizationScope,
    before: RoleRecord,
    after: RoleRecord | null,
    now: Date,
  ): Promise<RoleDiff> {
    const model = await this.models.current();
    const { roles } = await this.policies.under(model, scope);
    const grants = await this.heldGrants.ofHolders(scope, before.key);
    const places = await this.placesOf(scope);
    const asItCounts = (role: RoleRecord | null) => (role === null ? null : model.resolve(role));
    return diffRole(roles, asItCounts(before), asItCounts(after), grants, places, now);
  }

  private async placesOf({ organizationId }: OrganizationScope): Promise<Scope[]> {
    const properties = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>(`select id from properties where organization_id = $1 and status = 'active'`, [
        organizationId,
      ]);
    return [
      organizationScope(organizationId),
      ...properties.map(({ id }) => propertyScope(organizationId, id)),
    ];
  }
}
