import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#libs/config';
import { InvitationReview } from './invitation-review.service.js';

const LOOK_AGAIN_MS = 1_000;

/** Looks every second whether a right has gone that something stands on; see `InvitationReview`. */
@Injectable()
export class InvitationReviewWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly environment: Environment,
    private readonly review: InvitationReview,
    private readonly logger: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.role === 'api') return;
    this.timer = setInterval(() => {
      this.running ??= this.drain().finally(() => {
        this.running = undefined;
      });
    }, LOOK_AGAIN_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async drain(): Promise<void> {
    try {
      while (!this.stopping && (await this.review.next()));
    } catch (error) {
      // Postgres is away: the timer comes back.
      this.logger.error({ err: error }, 'invitations cannot be judged anew now');
    }
  }
}
