import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { SealedLog } from '#audit';
import { UnitOfWork } from '#libs/database';
import { AlarmPace, Clock, PollingWorker } from '#libs/time';
import { Environment } from '#settings';
import { eventMetrics } from '../event-metrics.js';
import { EVENTS } from '../events.scope.js';
import { AccessChangesService, type FoundChange } from './access-changes.service.js';
import type { AccessSnapshot } from '../access/access-snapshot.entity.js';
import { AccessSnapshotsStore } from '../access/access-snapshots.store.js';
import { affectedBy } from './affected-access.rule.js';
import { EventPublisherStore, type FeedState } from './event-publisher.store.js';
import { eventOf, type NewEvent } from './new-event.js';

const EVERY_MS = 200;
const ROWS_AT_ONCE = 500;

/**
 * Turns what is sealed in the audit log into events, and what it changed of people's rights as well. One transaction holds
 * the events, what they tell of rights, and how far the log was read: a process that dies has published a round or none of
 * it. One process at a time publishes, so that positions have the order of the commits.
 */
@Injectable()
export class EventPublisher extends PollingWorker {
  private readonly alarmPace = new AlarmPace();

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: SealedLog,
    private readonly store: EventPublisherStore,
    private readonly access: AccessChangesService,
    private readonly snapshots: AccessSnapshotsStore,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  protected async poll(): Promise<void> {
    try {
      for (let isMore = true; isMore && !this.isStopping;) isMore = await this.publishSome();
    } catch (error) {
      eventMetrics.publishingFailures.inc();
      if (this.alarmPace.isDue()) this.logger.error({ err: error }, 'events cannot be published now');
    }
  }

  /** @returns whether more may wait */
  async publishSome(): Promise<boolean> {
    return this.unitOfWork.run(EVENTS, async () => {
      const state = await this.store.tryToLead();
      if (state === null) return false;
      const now = this.clock.now();
      const sealedSequence = state.sealedSequence ?? (await this.begin(state, now));
      const entries = await this.log.listAfter(sealedSequence, ROWS_AT_ONCE);
      const affected = entries.map(affectedBy).filter((each) => each !== null);
      const people = await this.access.listToLookAt(affected, now);
      if (entries.length === 0 && people.length === 0 && state.sealedSequence !== null) return false;
      const { changes, unchanged } = await this.access.compare(people, now);
      const told = entries.map(eventOf).filter((event) => event !== null);
      const events = [...told, ...changes.map(({ event }) => event)];
      await this.store.publish(events, state.position, now);
      await this.keep(changes, unchanged, state.position + told.length);
      await this.store.advance({
        sealedSequence: entries.at(-1)?.sequence ?? sealedSequence,
        position: state.position + events.length,
      });
      this.unitOfWork.afterCommit(() => {
        count(events);
      });
      return true;
    });
  }

  /**
   * What is held is told once, so that whoever reads from the first event on knows it all. @returns the row of the log
   * behind which publishing begins: not the last one, since an endpoint may have been made before this process started.
   */
  private async begin({ beginsAfter }: FeedState, now: Date): Promise<number> {
    await this.snapshots.recheckAll(now);
    return beginsAfter;
  }

  private async keep(
    changes: readonly FoundChange[],
    unchanged: readonly AccessSnapshot[],
    after: number,
  ): Promise<void> {
    const kept = [
      ...unchanged,
      ...changes.map(({ snapshot }, index) => ({ ...snapshot, position: String(after + index + 1) })),
    ];
    const [empty, held] = [kept.filter(isEmpty), kept.filter((each) => !isEmpty(each))];
    await this.snapshots.save(held);
    await this.snapshots.delete(empty);
  }
}

/** Nothing is held, and nothing will be. */
function isEmpty({ held, nextChangeAt }: AccessSnapshot): boolean {
  return Object.keys(held).length === 0 && nextChangeAt === null;
}

function count(events: readonly NewEvent[]): void {
  for (const { type } of events) eventMetrics.published.inc({ type });
}
