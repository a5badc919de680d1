import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { sqlStateOf, UnitOfWork } from '#libs/database';
import type { Sighting } from './activity-buffer.js';
import { ActivityStore, type LedgerEntry } from './activity.store.js';
import { UsageDeadLettersStore } from './usage-dead-letters.store.js';
import { failureOf } from './write-failure.rule.js';
import { USAGE } from '../usage.scope.js';

/** Sightings that are in the database, with the time that it had at a moment of the monotonic clock. */
export interface Written {
  readonly sightings: readonly Sighting[];
  readonly databaseTime: Date;
  readonly nowMs: number;
}

export interface WriteOptions {
  /** The process stops: what does not pass at once becomes a dead letter and is tried again by the periodic job. */
  readonly isLast: boolean;
  readonly onWritten: (written: Written) => void;
}

/** Sightings of one transaction at most: a few statements of some 10 ms. */
const AT_ONCE = 2_000;
/** So many parts that were too slow, one after the other, are no single tenant's fault. */
const SLOW_IN_A_ROW = 3;
/** What stays slow for so many flushes becomes a dead letter. */
const MAX_TRIES = 3;
/** At the end of the process a part gets this long, and all of them the second figure together. */
const LAST_STATEMENT_MS = 1_500;
const LAST_TOTAL_MS = 3_000;

/** After so many dead letters in one run, what is refused of one tenant becomes one without looking for the rows at fault. */
const MAX_SINGLED_OUT = 50;

/** A statement at the end of the process may take less time than any other. */
const BE_BRIEF = `select set_config('statement_timeout', '${LAST_STATEMENT_MS}', true),
                         set_config('lock_timeout', '${LAST_STATEMENT_MS}', true)`;

/** One call of {@link SightingsWriterService.write}. */
interface Round extends WriteOptions {
  readonly waiting: Sighting[];
  readonly deadline: number;
  slowInARow: number;
  deadLettered: number;
  isAway: boolean;
}

/**
 * Writes sightings in parts, each in a transaction of its own. A part that fails is halved until the rows at fault are
 * alone, so nobody loses a row for another tenant's sake: refused rows become dead letters, and slow ones wait.
 */
@Injectable()
export class SightingsWriterService {
  /** How often a sighting was too slow already; forgotten with it. */
  private readonly tries = new WeakMap<Sighting, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ActivityStore,
    private readonly deadLetters: UsageDeadLettersStore,
    private readonly logger: PinoLogger,
  ) {}

  /** Does not throw. @returns what could not be written and has to wait */
  async write(sightings: readonly Sighting[], options: WriteOptions): Promise<Sighting[]> {
    const deadline = performance.now() + LAST_TOTAL_MS;
    const counts = { slowInARow: 0, deadLettered: 0, isAway: false };
    const round: Round = { ...options, ...counts, waiting: [], deadline };
    // Tenants side by side: halving a part parts them.
    const sorted = [...sightings].sort((a, b) => compare(a.organizationId ?? '', b.organizationId ?? ''));
    for (let start = 0; start < sorted.length; start += AT_ONCE) {
      await this.writePart(sorted.slice(start, start + AT_ONCE), round);
    }
    return round.waiting;
  }

  private async writePart(part: readonly Sighting[], round: Round): Promise<void> {
    if (round.isAway || (round.slowInARow >= SLOW_IN_A_ROW && !round.isLast)) {
      round.waiting.push(...part);
      return;
    }
    if (round.isLast && performance.now() > round.deadline) {
      await this.deadLetter(part, undefined, round);
      return;
    }
    try {
      round.onWritten(await this.add(part, round.isLast));
      round.slowInARow = 0;
    } catch (error) {
      await this.handle(part, error, round);
    }
  }

  private async handle(part: readonly Sighting[], error: unknown, round: Round): Promise<void> {
    const failure = failureOf(error);
    if (failure === 'away') {
      round.isAway = true;
      round.waiting.push(...part);
      this.logger.warn({ err: error, waiting: part.length }, 'activity could not be written and waits');
    } else if (round.isLast) {
      await this.deadLetter(part, error, round);
    } else if (failure === 'refused') {
      await this.halve(part, error, round);
    } else {
      await this.handleSlow(part, error, round);
    }
  }

  private async halve(part: readonly Sighting[], error: unknown, round: Round): Promise<void> {
    const isOneTenant = part.every(({ organizationId }) => organizationId === part[0]?.organizationId);
    if (part.length === 1 || (isOneTenant && round.deadLettered >= MAX_SINGLED_OUT)) {
      await this.deadLetter(part, error, round);
      return;
    }
    const middle = part.length >> 1;
    await this.writePart(part.slice(0, middle), round);
    await this.writePart(part.slice(middle), round);
  }

  /** Only tenants are parted: to try each row of a slow one alone would keep all others waiting. */
  private async handleSlow(part: readonly Sighting[], error: unknown, round: Round): Promise<void> {
    const byTenant = [...Map.groupBy(part, ({ organizationId }) => organizationId).values()];
    if (byTenant.length > 1) {
      for (const tenant of byTenant) await this.writePart(tenant, round);
      return;
    }
    round.slowInARow += 1;
    const [again, enough] = [[] as Sighting[], [] as Sighting[]];
    for (const sighting of part) {
      const tries = (this.tries.get(sighting) ?? 0) + 1;
      this.tries.set(sighting, tries);
      (tries >= MAX_TRIES ? enough : again).push(sighting);
    }
    round.waiting.push(...again);
    if (enough.length > 0) await this.deadLetter(enough, error, round);
    this.logger.warn({ code: sqlStateOf(error), waiting: again.length }, 'activity of a tenant waits');
  }

  private add(part: readonly Sighting[], isLast: boolean): Promise<Written> {
    return this.unitOfWork.run(USAGE, async () => {
      if (isLast) await this.unitOfWork.manager().query(BE_BRIEF);
      const databaseTime = await this.store.databaseTime();
      const nowMs = performance.now();
      const entries = part.flatMap((sighting) =>
        [...new Set([sighting.firstMs, sighting.lastMs])].map((ms): LedgerEntry => ({
          userId: sighting.userId,
          organizationId: sighting.organizationId,
          propertyId: sighting.propertyId,
          at: dateOf(ms, databaseTime, nowMs),
        })),
      );
      await this.store.add(entries);
      return { sightings: part, databaseTime, nowMs };
    });
  }

  /** Keeps rows as dead letters, which is an alarm; where not even that is possible, they wait. */
  private async deadLetter(part: readonly Sighting[], error: unknown, round: Round): Promise<void> {
    const code = sqlStateOf(error);
    try {
      const written = await this.unitOfWork.run(USAGE, async () => {
        const databaseTime = await this.store.databaseTime();
        const nowMs = performance.now();
        const dated = part.map(({ firstMs, lastMs, ...activity }) => ({
          ...activity,
          firstAt: dateOf(firstMs, databaseTime, nowMs),
          lastAt: dateOf(lastMs, databaseTime, nowMs),
        }));
        await this.deadLetters.keep(dated, code);
        return { sightings: part, databaseTime, nowMs };
      });
      round.deadLettered += 1;
      round.onWritten(written);
      this.logger.error({ code, deadLetters: part.length }, 'activity was set aside as dead letters');
    } catch (failure) {
      round.waiting.push(...part);
      this.logger.error({ err: failure, waiting: part.length }, 'activity could not be set aside');
    }
  }
}

function dateOf(ms: number, databaseTime: Date, nowMs: number): Date {
  return new Date(databaseTime.getTime() - (nowMs - ms));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
