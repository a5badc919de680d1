import { Injectable } from '@nestjs/common';
import { type Caller, found } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { OrganizationHoldsStore } from '../records/organization-holds.store.js';
import type { OrganizationHold } from '../records/organization-hold.entity.js';

/** Duties to keep an organization's data: its erasure waits for them, and for those on the people in it. */
@Injectable()
export class OrganizationHoldsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: OrganizationHoldsStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly clock: Clock,
  ) {}

  /** Holds on the organization that stand, newest first. */
  async list(scope: OrganizationScope, before: string | null, limit: number): Promise<OrganizationHold[]> {
    return this.unitOfWork.run(scope, () => this.holds.listActive(scope.organizationId, before, limit));
  }

  async place(scope: OrganizationScope, caller: Caller, article: string): Promise<OrganizationHold> {
    return this.unitOfWork.run(scope, async () => {
      const row: OrganizationHold = {
        id: newId(),
        organizationId: scope.organizationId,
        article,
        placedBy: caller.userId,
        placedAt: this.clock.now(),
        releasedBy: null,
        releasedAt: null,
      };
      await this.requestFactory.lockSubject(scope.organizationId);
      await this.holds.insert(row);
      await this.unitOfWork.made(row.id);
      await this.requestFactory.note(caller, 'organization.hold_placed', scope, { holdId: row.id, article });
      return row;
    });
  }

  /** An erasure that it blocked goes on with its next try. */
  async release(scope: OrganizationScope, caller: Caller, id: string): Promise<OrganizationHold> {
    return this.unitOfWork.run(scope, async () => {
      const row = found(await this.holds.lockActive(id, scope.organizationId));
      const change = { releasedAt: this.clock.now(), releasedBy: caller.userId };
      await this.holds.update(id, change);
      await this.requestFactory.note(caller, 'organization.hold_released', scope, { holdId: id });
      return { ...row, ...change };
    });
  }
}
