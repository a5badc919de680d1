import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { databaseTime } from '#libs/database';
import { DatabaseClock, PollingWorker } from '#libs/time';

const EVERY_MS = 10_000;
/** More than this between machine and database is told as a fault; milliseconds. */
export const MAX_SKEW_MS = 1_000;

/** Compares the clock with the database again and again, and tells when this machine's own is off. */
@Injectable()
export class ClockComparison extends PollingWorker {
  private wasOff = false;

  constructor(
    private readonly clock: DatabaseClock,
    private readonly dataSource: DataSource,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS, true);
  }

  protected async poll(): Promise<void> {
    try {
      await this.clock.compare(() => databaseTime(this.dataSource));
      this.tellSkew();
    } catch (error) {
      // The stopwatch goes on; what needs the database finds out by itself.
      this.logger.warn({ err: error }, 'the clock could not be compared with the database');
    }
  }

  private tellSkew(): void {
    const { skewMs } = this.clock;
    const isOff = Math.abs(skewMs) > MAX_SKEW_MS;
    if (isOff && !this.wasOff)
      this.logger.error(
        { skewMs },
        'the clock of this machine differs from the database by more than a second; the database decides',
      );
    if (!isOff && this.wasOff) this.logger.info({ skewMs }, 'the clock of this machine is right again');
    this.wasOff = isOff;
  }
}
