import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { UnitOfWork, WriteBehind } from '#libs/database';
import { Clock } from '#libs/time';
import { WEBHOOKS } from '../webhooks.scope.js';

export type EndpointAnswer = 'taken' | 'refused' | 'failed';

const WRITE_AFTER_MS = 5_000;

/**
 * Counts how deliveries were answered, by the minute and for all replicas; of a refused one nothing else is kept. What
 * cannot be written now is counted with a later minute.
 */
@Injectable()
export class EndpointCountersService extends WriteBehind {
  private counts = { taken: 0, refused: 0, failed: 0 };

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {
    super(WRITE_AFTER_MS);
  }

  count(answer: EndpointAnswer): void {
    this.counts[answer] += 1;
    this.schedule();
  }

  /** Adds what was counted here to the row of this minute. */
  protected async write(): Promise<boolean> {
    const { taken, refused, failed } = this.counts;
    if (taken + refused + failed === 0) return false;
    this.counts = { taken: 0, refused: 0, failed: 0 };
    try {
      await this.unitOfWork.run(WEBHOOKS, () =>
        this.unitOfWork.manager().query(
          `insert into webhook_endpoint_minutes as told (minute, taken, refused, failed)
           values (date_trunc('minute', $1::timestamptz), $2, $3, $4)
           on conflict (minute) do update set taken = told.taken + excluded.taken,
             refused = told.refused + excluded.refused, failed = told.failed + excluded.failed`,
          [this.clock.now(), taken, refused, failed],
        ),
      );
      return false;
    } catch (error) {
      this.counts.taken += taken;
      this.counts.refused += refused;
      this.counts.failed += failed;
      this.logger.warn({ err: error, ...this.counts }, 'answers to webhooks cannot be counted now');
      return true;
    }
  }
}
