import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { OWNER_ROLE } from '#auth';
import { UnitOfWork } from '#libs/database';
import type { Heir } from './particulars.service.js';

interface Owned {
  readonly id: string;
  readonly clerk_id: string | null;
  readonly heir: string | null;
  readonly heir_clerk_id: string | null;
}

/**
 * No organization keeps a person from being erased. Where they are its last owner, the member who is there longest
 * follows, here at once and at Clerk before the person is deleted there; one without any other member is suspended.
 */
@Injectable()
export class OwnershipRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  async handOver(userId: string): Promise<Heir[]> {
    const manager = this.unitOfWork.manager();
    // The same lock as every other change of owners.
    await manager.query(
      `select from organizations where id in (select organization_id from memberships where user_id = $1)
        order by id for update`,
      [userId],
    );
    const owned = await manager.query<Owned[]>(
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
    for (const { id, heir } of owned) {
      if (heir === null) {
        await manager.query(
          `update organizations set status = 'suspended', version = version + 1, updated_at = now() where id = $1`,
          [id],
        );
      } else {
        await manager.query('update memberships set role = $3 where organization_id = $1 and user_id = $2', [
          id,
          heir,
          OWNER_ROLE,
        ]);
      }
      await this.audit.record({
        actor: { kind: 'system', name: 'privacy' },
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
}
