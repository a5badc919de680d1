import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller } from '#auth';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { Organization } from './organization.entity.js';
import { OrganizationsStore } from './organizations.store.js';

/**
 * Suspension by the platform. Ours alone, Clerk knows no such state: people still sign in there, and here every member
 * is refused from the commit on. Roles and data stay as they are, so that reinstating brings all of it back.
 */
@Injectable()
export class OrganizationStatusService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Suspending a suspended one changes nothing. */
  async suspend(scope: OrganizationScope, caller: Caller): Promise<Organization> {
    return this.setStatus(scope, caller, 'suspended');
  }

  async reinstate(scope: OrganizationScope, caller: Caller): Promise<Organization> {
    return this.setStatus(scope, caller, 'active');
  }

  private async setStatus(
    scope: OrganizationScope,
    caller: Caller,
    status: 'active' | 'suspended',
  ): Promise<Organization> {
    return this.unitOfWork.run(scope, async () => {
      const current = await this.organizations.lock(scope.organizationId);
      if (current === null || current.status === 'deleted') throw authErrors.notFound();
      if (current.status === status) return current;
      const updatedAt = this.clock.now();
      await this.organizations.update(current.id, { status, updatedAt });
      await this.audit.record({
        actor: actorOf(caller),
        action: status === 'suspended' ? 'organization.suspended' : 'organization.reinstated',
        scope,
        target: { kind: 'organization', id: current.id },
      });
      return { ...current, status, updatedAt, version: current.version + 1 };
    });
  }
}
