import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { TenantAlarms } from '../tenant-alarms.module.js';
import { InvitationsStore } from './invitations.store.js';
import { InvitersService } from './inviters.service.js';
import { VoidInvitationsService } from './void-invitations.service.js';

const ACTOR = { kind: 'system', name: 'jobs' } as const;

const AT_ONCE = 50;

/** Whose right may have gone. Null: everybody's there, or in every organization. */
interface Loss {
  readonly id: string;
  readonly organizationId: string | null;
  readonly giverId: string | null;
  readonly notedAt: Date;
}

interface QueuedGrant {
  readonly table: 'property_grants' | 'organization_grants' | 'group_grants';
  readonly organization_id: string;
  readonly property_id: string | null;
  /** The person or group that would hold it. */
  readonly holder_id: string;
  readonly role: string;
  readonly granted_by: string;
}

const HOLDER = {
  property_grants: 'user_id',
  organization_grants: 'user_id',
  group_grants: 'group_id',
} as const;

/**
 * What somebody gave and what is not in force yet stands on their right: open invitations and grants that begin later. When
 * the right goes these go with it, unless somebody who may give them adopts them before. Triggers note who lost something.
 */
@Injectable()
export class InvitationReviewService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationsStore,
    private readonly inviters: InvitersService,
    private readonly voids: VoidInvitationsService,
    private readonly audit: AuditLog,
    private readonly alarms: TenantAlarms,
  ) {}

  /**
   * Judges what the oldest noted losses are about, in a transaction of its own.
   *
   * @returns false when nothing is noted
   */
  async next(): Promise<boolean> {
    return this.unitOfWork.run(systemScope('jobs'), async () => {
      const losses = await this.unitOfWork.manager().query<Loss[]>(
        `select id, organization_id as "organizationId", giver_id as "giverId", noted_at as "notedAt"
           from invitation_reviews order by noted_at, id limit ${AT_ONCE} for update skip locked`,
      );
      if (losses.length === 0) return false;
      for (const loss of oldestOfEach(losses)) {
        await this.reviewInvitations(loss);
        await this.reviewQueuedGrants(loss);
      }
      const ids = losses.map(({ id }) => id);
      await this.unitOfWork.manager().query('delete from invitation_reviews where id = any ($1)', [ids]);
      return true;
    });
  }

  private async reviewInvitations({ organizationId, giverId }: Loss): Promise<void> {
    for (const { organizationId: place, id } of await this.invitations.listGiven(organizationId, giverId)) {
      const invitation = await this.invitations.lock(place, id);
      if (invitation?.status !== 'pending' || (await this.inviters.mayStillInvite(invitation))) continue;
      // Accepted while the right still held: what is in force stays, and what is not is judged when it would begin.
      if (await this.invitations.hasMember(invitation)) continue;
      await this.voids.close(invitation, 'inviter_lost_right', ACTOR);
    }
  }

  /**
   * One that has begun since the loss goes too: it was not in force when the right went. What was in force from the moment
   * it was given stays, whatever its hour: who hands a role over loses the right to give it in the same transaction.
   */
  private async reviewQueuedGrants({ organizationId, giverId, notedAt }: Loss): Promise<void> {
    const condition = `g.valid_from > g.granted_at and g.valid_from > $3 and g.granted_by is not null
      and ($1::uuid is null or g.organization_id = $1) and ($2::uuid is null or g.granted_by = $2)`;
    const queued = await this.unitOfWork.manager().query<QueuedGrant[]>(
      `select 'property_grants' as table, organization_id, property_id, user_id as holder_id, role, granted_by
         from property_grants g where ${condition}
       union all
       select 'organization_grants', organization_id, null, user_id, role, granted_by
         from organization_grants g where ${condition}
       union all
       select 'group_grants', organization_id, property_id, group_id, role, granted_by
         from group_grants g where ${condition}`,
      [organizationId, giverId, notedAt],
    );
    for (const grant of queued) {
      const handing = {
        organizationId: grant.organization_id,
        propertyId: grant.property_id,
        role: grant.role,
        giverId: grant.granted_by,
      };
      if (!(await this.inviters.mayStillGive(handing))) await this.take(grant);
    }
  }

  private async take(grant: QueuedGrant): Promise<void> {
    const {
      table,
      organization_id: organizationId,
      property_id: propertyId,
      holder_id: holderId,
      role,
    } = grant;
    const isOfGroup = table === 'group_grants';
    const onProperty =
      table === 'organization_grants' ? '$5::uuid is null' : 'property_id is not distinct from $5';
    await this.unitOfWork
      .manager()
      .query(
        `delete from ${table} where organization_id = $1 and ${HOLDER[table]} = $2 and role = $3 and granted_by = $4 and ${onProperty}`,
        [organizationId, holderId, role, grant.granted_by, propertyId],
      );
    await this.audit.record({
      actor: ACTOR,
      action: isOfGroup ? 'group.role_taken' : 'grant.taken',
      scope: propertyId === null ? { organizationId } : { organizationId, propertyId },
      target: { kind: isOfGroup ? 'group' : 'user', id: holderId },
      change: { role, because: 'giver_lost_right', givenBy: grant.granted_by },
    });
    await this.alarms.raise({
      kind: 'void_invitations',
      subject: organizationId,
      detail: { organizationId, ...(isOfGroup ? {} : { userId: holderId }), because: 'giver_lost_right' },
    });
  }
}

/** What is judged for the oldest loss of somebody somewhere is judged for the others as well. */
function oldestOfEach(losses: readonly Loss[]): Loss[] {
  const oldest = new Map<string, Loss>();
  for (const loss of losses) {
    const key = `${loss.organizationId ?? ''} ${loss.giverId ?? ''}`;
    if (!oldest.has(key)) oldest.set(key, loss);
  }
  return [...oldest.values()];
}
