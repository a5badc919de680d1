import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, OWNER_ROLE } from '#auth';
import { Environment } from '#settings';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { OrganizationsStore } from './organizations.store.js';
import { OwnerlessOrganization, type OwnerlessState } from './ownerless-organization.entity.js';

const DAY_MS = 24 * 3600 * 1000;
const AT_ONCE = 100;
const ACTOR = { kind: 'system', name: 'scheduler' } as const;

type Cancellation = 'owned_again' | 'organization_deleted' | 'switched_off';

/**
 * What a person owned alone is archived after they were deleted at Clerk, where the setting wants it: not at once, so that
 * one click there does not close a tenant, and not when somebody owns it by then. Archived means suspended: nobody gets
 * in, everything stays, and the platform's staff can let them in again.
 */
@Injectable()
export class OwnerlessOrganizationsService {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A person is about to lose all memberships: holds what nobody else owns. In the open transaction. */
  async notice(userId: string, actor: Actor): Promise<void> {
    const days = this.environment.lifecycle.archiveOwnedAfterDays;
    if (days === undefined) return;
    const manager = this.unitOfWork.manager();
    const owned = await manager.query<{ id: string }[]>(
      `select o.id from organizations o join memberships m on m.organization_id = o.id
        where m.user_id = $1 and m.role = $2 and o.status = 'active' order by o.id for update of o`,
      [userId, OWNER_ROLE],
    );
    for (const { id: organizationId } of owned) {
      // Counted under the lock: of two owners who go at once, the second one sees that nobody is left.
      if (await this.hasOwner(organizationId, userId)) continue;
      const now = this.clock.now();
      const archiveAfter = new Date(now.getTime() + days * DAY_MS);
      const added = await manager.query<unknown[]>(
        `insert into ownerless_organizations (organization_id, id, user_id, lost_at, archive_after, state)
         values ($1, $2, $3, $4, $5, 'holding') on conflict do nothing returning id`,
        [organizationId, newId(), userId, now, archiveAfter],
      );
      if (added.length === 0) continue;
      await this.audit.record({
        actor,
        action: 'organization.archive_planned',
        scope: { organizationId },
        target: { kind: 'organization', id: organizationId },
        change: { because: 'owner_deleted', archiveAfter: archiveAfter.toISOString() },
      });
    }
  }

  /** Somebody owns it again. In the open transaction. */
  async ownedAgain(organizationId: string, actor: Actor): Promise<void> {
    const held = await this.rows().findOneBy({ organizationId, state: 'holding' });
    if (held !== null) await this.cancel(held, 'owned_again', actor);
  }

  /**
   * Archives what is due and gives up what is not ownerless any more, a hundred at most. In the open transaction.
   *
   * @param after the id of the organization that was looked at last
   */
  async settleSome(
    after: string | null,
  ): Promise<{ last: string | null; archived: number; cancelled: number }> {
    const query = this.rows()
      .createQueryBuilder('held')
      .where(`held.state = 'holding'`)
      .orderBy('held.organization_id')
      .take(AT_ONCE);
    if (after !== null) query.andWhere('held.organization_id > :after', { after });
    const counts = { archived: 0, cancelled: 0 };
    const waiting = await query.getMany();
    for (const held of waiting) {
      const outcome = await this.settle(held);
      if (outcome !== 'holding') counts[outcome] += 1;
    }
    return { last: waiting.length < AT_ONCE ? null : (waiting.at(-1)?.organizationId ?? null), ...counts };
  }

  private async settle(held: OwnerlessOrganization): Promise<OwnerlessState> {
    const organization = await this.organizations.lock(held.organizationId);
    const reason = await this.reasonToCancel(held.organizationId, organization?.status);
    if (reason !== null) {
      await this.cancel(held, reason, ACTOR);
      return 'cancelled';
    }
    const now = this.clock.now();
    if (held.archiveAfter.getTime() > now.getTime()) return 'holding';
    if (organization?.status === 'active') {
      await this.organizations.update(held.organizationId, { status: 'suspended', updatedAt: now });
    }
    await this.close(held, 'archived');
    await this.record('organization.archived', held, ACTOR, { because: 'owner_deleted' });
    return 'archived';
  }

  private async reasonToCancel(
    organizationId: string,
    status: string | undefined,
  ): Promise<Cancellation | null> {
    if (this.environment.lifecycle.archiveOwnedAfterDays === undefined) return 'switched_off';
    if (status === undefined || status === 'deleted') return 'organization_deleted';
    return (await this.hasOwner(organizationId, null)) ? 'owned_again' : null;
  }

  private async hasOwner(organizationId: string, exceptUserId: string | null): Promise<boolean> {
    const owners = await this.unitOfWork.manager().query<unknown[]>(
      `select from memberships m join users u on u.id = m.user_id and u.can_act
        where m.organization_id = $1 and m.role = $2 and m.user_id is distinct from $3 limit 1`,
      [organizationId, OWNER_ROLE, exceptUserId],
    );
    return owners.length > 0;
  }

  private async cancel(held: OwnerlessOrganization, because: Cancellation, actor: Actor): Promise<void> {
    await this.close(held, 'cancelled');
    await this.record('organization.archive_cancelled', held, actor, { because });
  }

  private async close({ organizationId, id }: OwnerlessOrganization, state: OwnerlessState): Promise<void> {
    await this.rows().update({ organizationId, id }, { state, settledAt: this.clock.now() });
  }

  private async record(
    action: 'organization.archived' | 'organization.archive_cancelled',
    { organizationId }: OwnerlessOrganization,
    actor: Actor,
    change: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.audit.record({
      actor,
      action,
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change,
    });
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(OwnerlessOrganization);
  }
}
