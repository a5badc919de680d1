import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller } from '#auth';
import { propertyScope } from '#libs/authz';
import { type PropertyScope, UnitOfWork } from '#libs/database';
import type { Reference } from '#libs/http';
import { Clock } from '#libs/time';
import { type User, UsersStore } from '#users';
import { demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { MembershipsStore } from '../memberships/memberships.store.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { tenantsErrors } from '../tenants.errors.js';
import { type GrantRow, GrantsStore } from './grants.store.js';

/** Roles on one property. They hold from the commit on: nothing caches a right. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly users: UsersStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(
    scope: PropertyScope,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<GrantRow[]> {
    return this.unitOfWork.run(scope, () => this.grants.list(scope, after, limit));
  }

  /** Gives a role to a member of the organization; giving it again changes when it ends. */
  async give(
    scope: PropertyScope,
    caller: Caller,
    person: Reference,
    wanted: { role: string; expiresAt: Date | null },
  ): Promise<GrantRow> {
    const now = this.clock.now();
    demandMayGrant(caller, wanted.role, placeOf(scope), now, wanted.expiresAt);
    return this.unitOfWork.run(scope, async () => {
      const user = await this.getMember(scope, person);
      const property = await this.properties.find(scope, scope.propertyId);
      if (property?.status === 'archived') throw tenantsErrors.propertyArchived();
      const before = await this.grants.find(scope, user.id, wanted.role);
      const grant = {
        organizationId: scope.organizationId,
        propertyId: scope.propertyId,
        userId: user.id,
        role: wanted.role,
        grantedBy: caller.userId,
        grantedAt: now,
        validFrom: now,
        expiresAt: wanted.expiresAt,
      };
      if (before !== null && before.expiresAt?.getTime() === wanted.expiresAt?.getTime()) {
        return { grant: before, user };
      }
      await this.grants.put(grant);
      await this.audit.record({
        actor: actorOf(caller),
        action: 'grant.given',
        scope,
        target: { kind: 'user', id: user.id },
        change: { role: wanted.role, expiresAt: { from: before?.expiresAt ?? null, to: wanted.expiresAt } },
      });
      return { grant, user };
    });
  }

  async take(scope: PropertyScope, caller: Caller, person: Reference, role: string): Promise<void> {
    demandMayRevoke(caller, role, placeOf(scope), this.clock.now());
    await this.unitOfWork.run(scope, async () => {
      const user = await this.getMember(scope, person);
      if (!(await this.grants.delete(scope, user.id, role))) throw authErrors.notFound();
      await this.audit.record({
        actor: actorOf(caller),
        action: 'grant.taken',
        scope,
        target: { kind: 'user', id: user.id },
        change: { role },
      });
    });
  }

  private async getMember(scope: PropertyScope, person: Reference): Promise<User> {
    const user = await this.users.findByReference(person);
    const membership = user === null ? null : await this.memberships.find(scope.organizationId, user.id);
    if (user === null || membership === null) throw authErrors.notFound();
    return user;
  }
}

function placeOf(scope: PropertyScope) {
  return propertyScope(scope.organizationId, scope.propertyId);
}
