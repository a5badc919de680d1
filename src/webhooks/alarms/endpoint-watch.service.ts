import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { AlarmsService } from './alarms.service.js';

const WINDOW_MS = 10 * 60_000;
const KEPT_MS = 90 * 24 * 3600 * 1000;
const MAX_FAILED_SHARE = 0.01;
/** Fewer answers say nothing. */
const FEWEST_ANSWERS = 20;

/** How many deliveries were answered in which way. */
type EndpointCounts = Readonly<Record<'taken' | 'refused' | 'failed', number>>;

/**
 * Sees whether this service answers webhooks as it should. Clerk's sender disables an endpoint that fails for five days;
 * a share of failures over 1 % for ten minutes is where somebody should look. Refusals alone, without one delivery
 * taken, mean another signing secret than Clerk's.
 */
@Injectable()
export class EndpointWatchService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly alarms: AlarmsService,
    private readonly clock: Clock,
  ) {}

  /** Raises or clears the alarm; works in the open transaction. */
  async check(): Promise<EndpointCounts> {
    const now = this.clock.nowMs();
    await this.unitOfWork
      .manager()
      .query('delete from webhook_endpoint_minutes where minute < $1', [new Date(now - KEPT_MS)]);
    const counts = await this.countSince(new Date(now - WINDOW_MS));
    if (isBad(counts)) {
      await this.alarms.raise({ kind: 'endpoint_failures', subject: '', detail: counts });
    } else await this.alarms.clear('endpoint_failures');
    return counts;
  }

  /** How deliveries were answered since a moment, of the last 90 days; works in the open transaction. */
  async countSince(since: Date): Promise<EndpointCounts> {
    const [row] = await this.unitOfWork.manager().query<EndpointCounts[]>(
      `select coalesce(sum(taken), 0)::integer as taken, coalesce(sum(refused), 0)::integer as refused,
                coalesce(sum(failed), 0)::integer as failed
           from webhook_endpoint_minutes where minute > $1`,
      [since],
    );
    return row ?? { taken: 0, refused: 0, failed: 0 };
  }
}

function isBad({ taken, refused, failed }: EndpointCounts): boolean {
  const answers = taken + failed;
  const failsOften = answers >= FEWEST_ANSWERS && failed / answers > MAX_FAILED_SHARE;
  return failsOften || (taken === 0 && refused >= FEWEST_ANSWERS);
}
