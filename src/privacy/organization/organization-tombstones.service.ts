import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { TombstoneHasher, MirrorLock } from '#users';
import { TombstoneList } from '../erasure/tombstone-list.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';

/** Keeps an erased organization from coming back: by Clerk's late news, and by a restored backup. */
@Injectable()
export class OrganizationTombstonesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly mirrorLock: MirrorLock,
    private readonly hashes: TombstoneHasher,
    private readonly tombstones: TombstoneList,
    private readonly clock: Clock,
  ) {}

  /** A keyed hash of our own id of the organization; in the open transaction. */
  async hashOf(organizationId: string): Promise<string> {
    return this.hashes.of('erased organization', organizationId);
  }

  /** Puts it on the list outside the database, which a restored backup is compared with. May be repeated. */
  async list({ id: erasureId, organizationId, requestedAt }: OrganizationErasure): Promise<void> {
    const organizationHash = await this.unitOfWork.run(systemScope('privacy'), () =>
      this.hashOf(organizationId),
    );
    await this.tombstones.add({ erasureId, organizationHash, requestedAt: requestedAt.toISOString() });
  }

  /**
   * Late webhooks, replays and reconciliation find the gate shut, for the organization and for what was inside; in the
   * open transaction.
   *
   * @returns how many were buried
   */
  async bury({ organizationId, clerkId }: OrganizationErasure): Promise<number> {
    const now = this.clock.now();
    const manager = this.unitOfWork.manager();
    const graves: ['organization' | 'membership' | 'invitation', string][] = [];
    if (clerkId !== null) graves.push(['organization', clerkId]);
    for (const [kind, table] of [
      ['membership', 'memberships'],
      ['invitation', 'invitations'],
    ] as const) {
      const rows = await manager.query<{ clerk_id: string }[]>(
        `select clerk_id from ${table} where organization_id = $1 and clerk_id is not null order by clerk_id`,
        [organizationId],
      );
      graves.push(...rows.map(({ clerk_id }): [typeof kind, string] => [kind, clerk_id]));
    }
    for (const [kind, objectId] of graves) {
      if (kind === 'organization') await this.mirrorLock.enter(kind, objectId);
      await this.mirrorLock.close(kind, objectId, now);
    }
    return graves.length;
  }
}
