import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { type Activity, type ActivityRecorder, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { ActivityBuffer } from './activity-buffer.js';
import { ActivityStore, type LedgerEntry } from './activity.store.js';

/** With the time that writing takes, nobody is missing for longer than 5 s. */
const FLUSH_AFTER_MS = 4_000;
const CAPACITY = 500_000;

/**
 * Writes down who was active. Requests only touch memory; a `kill -9` loses what came since the last flush, at most 5 s.
 * The day is decided by the clock of the database, so replicas whose clocks differ agree.
 */
@Injectable()
export class ActivityLedger implements ActivityRecorder, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly buffer = new ActivityBuffer(CAPACITY);
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ActivityStore,
    private readonly logger: PinoLogger,
  ) {}

  seen(activity: Activity): void {
    if (this.buffer.note(activity, performance.now())) this.schedule();
  }

  async signedIn(userId: string, at: Date): Promise<void> {
    await this.unitOfWork.run(systemScope('usage'), () =>
      this.store.add([{ userId, organizationId: null, propertyId: null, at }]),
    );
  }

  /** Writes what waits; what fails waits on. Never throws. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.flushOnce());
    return this.flushing;
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  async beforeApplicationShutdown(): Promise<void> {
    // Requests that are still answered are written at once from here on.
    this.isStopping = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.flush();
  }

  private schedule(): void {
    if (this.isStopping) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  private async flushOnce(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const sightings = this.buffer.take();
    if (sightings.length === 0) return;
    try {
      const { time, nowMs } = await this.unitOfWork.run(systemScope('usage'), async () => {
        const time = await this.store.databaseTime();
        const nowMs = performance.now();
        const entries = sightings.flatMap((sighting) =>
          [...new Set([sighting.firstMs, sighting.lastMs])].map((ms): LedgerEntry => ({
            userId: sighting.userId,
            organizationId: sighting.organizationId,
            propertyId: sighting.propertyId,
            at: new Date(time.getTime() - (nowMs - ms)),
          })),
        );
        await this.store.add(entries);
        return { time, nowMs };
      });
      this.buffer.wrote(sightings, time, nowMs);
    } catch (error) {
      this.buffer.giveBack(sightings);
      this.logger.warn({ err: error, waiting: this.buffer.size }, 'activity could not be written and waits');
      if (!this.isStopping) this.schedule();
    }
    if (this.buffer.lost > 0) {
      this.logger.error(
        { lost: this.buffer.lost },
        'activity was lost: the ledger could not be written for long',
      );
      this.buffer.lost = 0;
    }
  }
}
