import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, OWNER_ROLE, systemScope } from '#auth';
import { ClerkApi } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { ClerkWriteLeases } from '../clerk-writes/clerk-write-leases.js';
import { MembershipsStore } from '../members/memberships.store.js';

/** Who owns an organization from now on, by Clerk's ids. */
export interface Successor {
  readonly organization: string;
  readonly user: string;
}

interface Owned {
  readonly id: string;
  readonly clerk_id: string | null;
  readonly heir: string | null;
  readonly heir_clerk_id: string | null;
}

/**
 * Who follows the last owner of an organization when that person is erased: the member who is there longest and can act.
 * One without any other member is suspended.
 */
@Injectable()
export class OwnershipSuccessionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsStore,
    private readonly leases: ClerkWriteLeases,
    private readonly clerk: ClerkApi,
    private readonly audit: AuditLog,
  ) {}

  /** Here, in the open transaction; {@link confirmAtClerk} is to follow for each successor, before the person goes there. */
  async handOver(userId: string, actor: Actor): Promise<Successor[]> {
    const manager = this.unitOfWork.manager();
    // The same lock as every other change of owners.
    await manager.query(
      `select from organizations where id in (select organization_id from memberships where user_id = $1)
        order by id for update`,
      [userId],
    );
    const owned = await this.ownedAlone(userId);
    for (const { id, heir } of owned) {
      if (heir === null) {
        await manager.query(
          `update organizations set status = 'suspended', version = version + 1, updated_at = now() where id = $1`,
          [id],
        );
      } else {
        // A lower role that waits to be told, and older news of one, must not come after this.
        await manager.query(
          `update memberships
              set role = $3, pending_role = null, fence = fence + 1, updated_at = now(), source_updated_at = now()
            where organization_id = $1 and user_id = $2`,
          [id, heir, OWNER_ROLE],
        );
      }
      await this.audit.record({
        actor,
        action: 'privacy.ownership_moved',
        scope: { organizationId: id },
        target: { kind: 'organization', id },
        change: { to: heir },
      });
    }
    return owned.flatMap(({ clerk_id: organization, heir_clerk_id: user }) =>
      organization === null || user === null ? [] : [{ organization, user }],
    );
  }

  /**
   * Makes a successor an owner at Clerk, in turn with everybody else who writes that membership there. Whoever owns the
   * organization no more by then is left as they are: what was acknowledged about them later stands.
   */
  async confirmAtClerk({ organization, user }: Successor): Promise<void> {
    const pair = await this.find(organization, user);
    if (pair === null) return;
    await this.leases.holding({ kind: 'membership', ...pair }, async (lease) => {
      const held = await this.unitOfWork.run(systemScope('mirror'), () =>
        this.memberships.find(pair.organizationId, pair.userId),
      );
      if (held?.role !== OWNER_ROLE) return;
      lease.demand();
      await this.clerk.updateMembership(organization, user, OWNER_ROLE);
    });
  }

  private async ownedAlone(userId: string): Promise<Owned[]> {
    return this.unitOfWork.manager().query<Owned[]>(
      `select o.id, o.clerk_id, h.id as heir, h.clerk_id as heir_clerk_id
         from memberships m join organizations o on o.id = m.organization_id
         left join lateral (
           select u.id, u.clerk_id from memberships other join users u on u.id = other.user_id
            where other.organization_id = m.organization_id and other.user_id <> m.user_id
              and u.can_act
            order by other.created_at, other.user_id limit 1) h on true
        where m.user_id = $1 and m.role = $2 and o.status <> 'deleted'
          and not exists (select from memberships owner join users u on u.id = owner.user_id and u.can_act
                           where owner.organization_id = m.organization_id
                             and owner.user_id <> m.user_id and owner.role = $2)`,
      [userId, OWNER_ROLE],
    );
  }

  private async find(
    organization: string,
    user: string,
  ): Promise<{ organizationId: string; userId: string } | null> {
    const [found] = await this.unitOfWork.run(systemScope('mirror'), () =>
      this.unitOfWork.manager().query<{ organizationId: string; userId: string }[]>(
        `select o.id as "organizationId", u.id as "userId"
           from organizations o, users u where o.clerk_id = $1 and u.clerk_id = $2`,
        [organization, user],
      ),
    );
    return found ?? null;
  }
}
