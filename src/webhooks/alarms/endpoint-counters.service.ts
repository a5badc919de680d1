import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';

export type EndpointAnswer = 'taken' | 'refused' | 'failed';

const WRITE_EVERY_MS = 5_000;

/** Counts how deliveries were answered, by the minute and for all replicas; of a refused one nothing else is kept. */
@Injectable()
export class EndpointCounters implements OnModuleDestroy {
  private counts = { taken: 0, refused: 0, failed: 0 };
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  count(answer: EndpointAnswer): void {
    this.counts[answer] += 1;
    this.timer ??= setTimeout(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    await this.write();
  }

  /** Adds what was counted here to the row of this minute. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { taken, refused, failed } = this.counts;
    if (taken + refused + failed === 0) return;
    this.counts = { taken: 0, refused: 0, failed: 0 };
    try {
      await this.unitOfWork.run(systemScope('webhooks'), () =>
        this.unitOfWork.manager().query(
          `insert into webhook_endpoint_minutes as told (minute, taken, refused, failed)
           values (date_trunc('minute', $1::timestamptz), $2, $3, $4)
           on conflict (minute) do update set taken = told.taken + excluded.taken,
             refused = told.refused + excluded.refused, failed = told.failed + excluded.failed`,
          [this.clock.now(), taken, refused, failed],
        ),
      );
    } catch (error) {
      this.logger.warn({ err: error, taken, refused, failed }, 'answers to webhooks cannot be counted now');
    }
  }
}
