import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import type { ClerkKnowledge } from './clerk-knowledge.js';

type Times = Pick<WebhookDelivery, 'eventAt' | 'receivedAt'>;

/** Applied that long after it happened, an event has waited: in a backlog, for another try, or for a replay. */
const LATE_MS = 2 * 60_000;
/** Requests that run beside each other overtake each other by less; the sender's second try comes after 5 seconds. */
const JITTER_MS = 1_000;
/** How many of the deliveries before it are looked at. */
const LOOK_BACK = 50;

/**
 * Tells news that may have been overtaken. That something was made says that it is there while the news is fresh; what
 * ended it since may be lost, since Clerk guarantees neither delivery nor order.
 */
@Injectable()
export class LateNewsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether the news that something was made may be taken for its being there: it is no late news, or Clerk was asked.
   * Works in the open transaction.
   */
  async isCertain(event: Times, { fresh }: ClerkKnowledge): Promise<boolean> {
    return fresh !== undefined || !(await this.isLate(event));
  }

  /** Whether an event is minutes old, or came after one that is newer. */
  private async isLate({ eventAt, receivedAt }: Times): Promise<boolean> {
    const happenedAt = eventAt ?? receivedAt;
    if (this.clock.nowMs() - happenedAt.getTime() > LATE_MS) return true;
    const passed = await this.unitOfWork.manager().query<unknown[]>(
      `select from (select event_at from webhook_deliveries
                     where received_at < $1 order by received_at desc limit ${LOOK_BACK}) before
        where event_at > $2 limit 1`,
      [receivedAt, new Date(happenedAt.getTime() + JITTER_MS)],
    );
    return passed.length > 0;
  }
}
