import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { inBites, type RunContext, type RunResult } from '#manifest';
import { Invitation } from './invitation.entity.js';

const AT_ONCE = 200;

/**
 * Closes invitations whose time is over. They open nothing since that moment; this writes it down and lets the address be
 * invited anew. One that was accepted at Clerk in time stays open until its person is known here. Grants with an end
 * need no job: each look-up compares it with now.
 */
@Injectable()
export class InvitationExpiryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async run(context: RunContext): Promise<RunResult> {
    return { expired: await inBites(context, AT_ONCE, () => this.expireSome()) };
  }

  private async expireSome(): Promise<number> {
    const now = this.clock.now();
    const rows = this.unitOfWork.manager().getRepository(Invitation);
    const overdue = await rows
      .createQueryBuilder('invitation')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where(`invitation.status = 'pending' and invitation.accepted_in_clerk_at is null`)
      .andWhere('invitation.expires_at <= :now', { now })
      .orderBy('invitation.expires_at')
      .take(AT_ONCE)
      .getMany();
    for (const { organizationId, propertyId, id } of overdue) {
      await rows.update({ organizationId, id }, { status: 'expired', updatedAt: now });
      await this.audit.record({
        actor: { kind: 'system', name: 'scheduler' },
        action: 'invitation.expired',
        scope: { organizationId, propertyId },
        target: { kind: 'invitation', id },
      });
    }
    return overdue.length;
  }
}
