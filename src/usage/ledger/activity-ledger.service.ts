import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Activity, ActivityRecorder } from '#auth';
import { UnitOfWork, WriteBehind } from '#libs/database';
import { ActivityBuffer, type Sighting } from './activity-buffer.js';
import { ActivityStore, type LedgerEntry } from './activity.store.js';
import { SightingsWriterService } from './sightings-writer.service.js';
import { USAGE } from '../usage.scope.js';

/** With the time that writing takes, nobody is missing for longer than 5 s. */
const FLUSH_AFTER_MS = 4_000;
const CAPACITY = 500_000;

/**
 * Writes down who was active. Requests only touch memory; a `kill -9` loses what came since the last flush, at most 5 s.
 * The day is decided by the clock of the database, so replicas whose clocks differ agree.
 */
@Injectable()
export class ActivityLedgerService extends WriteBehind implements ActivityRecorder {
  private readonly buffer = new ActivityBuffer(CAPACITY);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ActivityStore,
    private readonly writer: SightingsWriterService,
    private readonly logger: PinoLogger,
  ) {
    super(FLUSH_AFTER_MS);
  }

  seen(activity: Activity): void {
    if (this.buffer.note(activity, performance.now())) this.schedule();
  }

  /** Under Clerk's id, which is turned into ours when it is written: the request itself reads no table. */
  seenByToken(clerkUserId: string): void {
    this.seen({ userId: clerkUserId, organizationId: null, propertyId: null });
  }

  async signedIn(userId: string, at: Date): Promise<void> {
    const entry = { userId, organizationId: null, propertyId: null, at };
    await this.unitOfWork.run(USAGE, () => this.unitOfWork.gather(this.addAll, entry));
  }

  private readonly addAll = (entries: readonly LedgerEntry[]): Promise<void> => this.store.add(entries);

  /** What fails waits on, or becomes a dead letter; at the end of the process nothing is tried twice. */
  protected async write(isLast: boolean): Promise<boolean> {
    const sightings = this.buffer.take();
    if (sightings.length === 0) return false;
    const originals = await this.withOurIds(sightings);
    if (originals === null) return true;
    const originalOf = (sighting: Sighting): Sighting => originals.get(sighting) ?? sighting;
    const waiting = await this.writer.write([...originals.keys()], {
      isLast,
      onWritten: (written) => {
        this.buffer.wrote(written.sightings.map(originalOf), written.databaseTime, written.nowMs);
      },
    });
    this.buffer.giveBack(waiting.map(originalOf));
    if (this.buffer.lost > 0) {
      this.logger.error(
        { lost: this.buffer.lost },
        'activity was lost: the ledger could not be written for long',
      );
      this.buffer.lost = 0;
    }
    return waiting.length > 0;
  }

  /**
   * What was noted under Clerk's ids, under ours, each with the sighting that it came from. Who is in no mirror yet is
   * left out: they are noted when Clerk tells of the sign-in.
   *
   * @returns null when the database could not be asked; then all of it waits on
   */
  private async withOurIds(sightings: readonly Sighting[]): Promise<Map<Sighting, Sighting> | null> {
    const clerkIds = sightings.map(({ userId }) => userId).filter(isOfClerk);
    try {
      const ids = await this.unitOfWork.run(USAGE, () => this.store.idsByClerkId(clerkIds));
      return new Map(
        sightings.flatMap((sighting): [Sighting, Sighting][] => {
          if (!isOfClerk(sighting.userId)) return [[sighting, sighting]];
          const userId = ids.get(sighting.userId);
          return userId === undefined ? [] : [[{ ...sighting, userId }, sighting]];
        }),
      );
    } catch (error) {
      this.buffer.giveBack(sightings);
      this.logger.warn({ err: error, waiting: this.buffer.size }, 'activity could not be written and waits');
      return null;
    }
  }
}

function isOfClerk(userId: string): boolean {
  return userId.startsWith('user_');
}
