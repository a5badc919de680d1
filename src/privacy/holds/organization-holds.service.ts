import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { OrganizationHold } from '../records/organization-hold.entity.js';

/** A hold that was looked at. */
export interface LookedAtHold {
  readonly article: string;
  readonly placedAt: Date;
  readonly releasedAt: Date | null;
}

/** What keeps an organization from being erased: holds on it, and holds on the people in it. */
@Injectable()
export class OrganizationHoldsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Holds on the organization that stand, newest first. */
  async list(scope: OrganizationScope, before: string | null, limit: number): Promise<OrganizationHold[]> {
    const { organizationId } = scope;
    return this.unitOfWork.run(scope, () =>
      this.holds().find({
        where: { organizationId, releasedAt: IsNull(), ...(before === null ? {} : { id: LessThan(before) }) },
        order: { id: 'DESC' },
        take: limit,
      }),
    );
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
      await this.holds().insert(row);
      await this.unitOfWork.made(row.id);
      await this.note(scope, caller, 'organization.hold_placed', { holdId: row.id, article });
      return row;
    });
  }

  /** An erasure that it blocked goes on with its next try. */
  async release(scope: OrganizationScope, caller: Caller, id: string): Promise<OrganizationHold> {
    return this.unitOfWork.run(scope, async () => {
      const { organizationId } = scope;
      const row = await this.holds().findOneBy({ id, organizationId, releasedAt: IsNull() });
      if (row === null) throw authErrors.notFound();
      const change = { releasedAt: this.clock.now(), releasedBy: caller.userId };
      await this.holds().update({ id }, change);
      await this.note(scope, caller, 'organization.hold_released', { holdId: id });
      return { ...row, ...change };
    });
  }

  /** Every hold on the organization, and those that stand on its people; in the open transaction. */
  async lookAt(organizationId: string): Promise<LookedAtHold[]> {
    const own = await this.holds().find({ where: { organizationId }, order: { placedAt: 'ASC' } });
    const ofPeople = await this.unitOfWork.manager().query<{ article: string; placed_at: Date }[]>(
      `select h.article, h.placed_at from privacy_holds h join memberships m on m.user_id = h.user_id
        where m.organization_id = $1 and h.released_at is null order by h.placed_at`,
      [organizationId],
    );
    return [
      ...own,
      ...ofPeople.map(({ article, placed_at: placedAt }) => ({ article, placedAt, releasedAt: null })),
    ];
  }

  private async note(
    scope: OrganizationScope,
    caller: Caller,
    action: 'organization.hold_placed' | 'organization.hold_released',
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const target = { kind: 'organization', id: scope.organizationId };
    await this.audit.record({ actor: actorOf(caller), action, scope, target, change });
  }

  private holds() {
    return this.unitOfWork.manager().getRepository(OrganizationHold);
  }
}
