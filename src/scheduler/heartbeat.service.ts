import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { SchedulerService } from './scheduler.service.js';

const EVERY_MS = 5_000;

/** Looks every few seconds what is due, on every replica that works. */
@Injectable()
export class HeartbeatService {
  private isBeating = false;

  constructor(
    private readonly environment: Environment,
    private readonly scheduler: SchedulerService,
    private readonly logger: PinoLogger,
  ) {}

  @Interval(EVERY_MS)
  async beat(): Promise<void> {
    if (!this.environment.schedulerEnabled || this.environment.role === 'api' || this.isBeating) return;
    this.isBeating = true;
    try {
      await this.scheduler.tick();
    } catch (error) {
      this.logger.error({ err: error }, 'the schedule cannot be looked at now');
    } finally {
      this.isBeating = false;
    }
  }
}
