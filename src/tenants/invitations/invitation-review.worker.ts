import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { PollingWorker } from '#libs/time';
import { InvitationReviewService } from './invitation-review.service.js';

const LOOK_AGAIN_MS = 1_000;

/** Looks every second whether a right has gone that something stands on; see `InvitationReviewService`. */
@Injectable()
export class InvitationReviewWorker extends PollingWorker {
  constructor(
    private readonly environment: Environment,
    private readonly review: InvitationReviewService,
    private readonly logger: PinoLogger,
  ) {
    super(LOOK_AGAIN_MS);
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  protected async poll(): Promise<void> {
    try {
      while (!this.isStopping && (await this.review.next()));
    } catch (error) {
      // Postgres is away: the timer comes back.
      this.logger.error({ err: error }, 'invitations cannot be judged anew now');
    }
  }
}
