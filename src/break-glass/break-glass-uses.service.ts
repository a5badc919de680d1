import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { BreakGlassLedger, type BreakGlassUse, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { AlarmsService } from '#webhooks';

/** Uses tokens up: the row, the audit row and the alarm are one transaction. */
@Injectable()
export class BreakGlassUsesService extends BreakGlassLedger {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly alarms: AlarmsService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override use(use: BreakGlassUse): Promise<boolean> {
    const { tokenId, userId, reason, route, organizationId, propertyId, expiresAt } = use;
    return this.unitOfWork.run(systemScope('auth'), async () => {
      // Two replicas at once: the second waits for the first, and finds the row.
      const rows = await this.unitOfWork.manager().query<unknown[]>(
        `insert into break_glass_uses (token_id, user_id, route, used_at, expires_at) values ($1, $2, $3, $4, $5)
         on conflict (token_id) do nothing returning token_id`,
        [tokenId, userId, route, this.clock.now(), expiresAt],
      );
      if (rows.length === 0) return false;
      await this.audit.record({
        actor: { kind: 'user', userId, impersonator: null, reason },
        action: 'break_glass.used',
        scope: { organizationId, propertyId },
        target: { kind: 'break_glass_token', id: tokenId },
        change: { route, expiresAt: expiresAt.toISOString() },
      });
      await this.alarms.raise({ kind: 'break_glass', subject: tokenId, detail: { route } });
      return true;
    });
  }
}
