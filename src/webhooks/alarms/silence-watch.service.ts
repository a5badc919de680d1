import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import { AlarmsService } from './alarms.service.js';
import { type ClerkChange, LatestClerkChangesService } from './latest-clerk-changes.service.js';
import { WEBHOOKS } from '../webhooks.scope.js';

/** How long a webhook may be on its way; Clerk's sender makes its second try after 5 s, the third after 5 minutes. */
const GRACE_MS = 6 * 60_000;
/** The clocks of Clerk's parts may differ by that much. */
const SKEW_MS = 60_000;

/**
 * Notices that webhooks have stopped although Clerk goes on changing: the newest change that Clerk shows is looked for
 * in the ledger. Nobody else would notice, since reconciliation repairs what is lost.
 */
@Injectable()
export class SilenceWatchService {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: LatestClerkChangesService,
    private readonly alarms: AlarmsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param since when it was looked at last; changes from before were judged then. Null: there is nothing to judge by
   * @throws ClerkUnavailableError when Clerk cannot say what it has
   */
  async check(since: Date | null): Promise<{ looked: number; untold: number }> {
    // Where webhooks are off nothing is told, and that is no fault.
    if (this.environment.clerk.webhookSigningSecrets.length === 0) return { looked: 0, untold: 0 };
    const news = await this.changes.list();
    const now = this.clock.nowMs();
    const due = news.filter(
      ({ at }) =>
        since !== null && at.getTime() > since.getTime() - GRACE_MS && at.getTime() < now - GRACE_MS,
    );
    return this.unitOfWork.run(WEBHOOKS, async () => {
      let untold = 0;
      for (const change of due) {
        if (await this.wasTold(change)) await this.alarms.clear('silence', change.kind);
        else {
          untold += 1;
          const detail = { clerkId: change.clerkId, changedAt: change.at.toISOString() };
          await this.alarms.raise({ kind: 'silence', subject: change.kind, detail });
        }
      }
      return { looked: due.length, untold };
    });
  }

  private async wasTold({ kind, clerkId, at }: ClerkChange): Promise<boolean> {
    const rows = await this.unitOfWork.manager().query<unknown[]>(
      `select from webhook_deliveries where received_at > $3 and object_id = $1 and event_type like $2
         and coalesce(event_at, received_at) >= $3 limit 1`,
      [clerkId, `${kind}.%`, new Date(at.getTime() - SKEW_MS)],
    );
    return rows.length > 0;
  }
}
