import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { genesisHash, rowHash } from '#libs/audit-chain';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { AlarmPace, PollingWorker } from '#libs/time';
import type { AuditChainState } from './audit-chain-state.entity.js';
import { AuditCheckpoints } from './audit-checkpoints.js';
import { AuditHead } from './audit-head.js';
import { auditMetrics } from './audit-metrics.js';
import { contentOf, originOfChain } from './audit-row.js';
import {
  AuditRowsStore,
  LOG_START,
  type SealedUpTo,
  type Transactions,
  type WaitingRow,
} from './audit-rows.store.js';
import { AUDIT } from '../audit.scope.js';

const EVERY_MS = 200;
const BATCH = 1_000;
const LOOK_AT_LAG_EVERY = 5;
const LAG_ALARM_SECONDS = 5;
const STRETCH = 5_000;
const LEAD_AGAIN_MS = 20;

/** How far the log was gone through, and the oldest transaction that ran when it was begun. */
interface Look {
  readonly after: SealedUpTo;
  readonly oldest: string;
}

type LookState = Look | 'to begin' | 'over';

/**
 * Puts committed rows into the chain. Every process that works tries five times a second; an advisory lock lets one at
 * a time through, and the database refuses a second position behind the same head in any case.
 */
@Injectable()
export class AuditSealer extends PollingWorker {
  private ticks = 0;
  /** A restored backup comes with a new start of the service, so one look then is enough. */
  private look: LookState = 'to begin';
  private readonly alarmPace = new AlarmPace();

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: AuditRowsStore,
    private readonly head: AuditHead,
    private readonly checkpoints: AuditCheckpoints,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  /**
   * Seals every row whose position is settled.
   *
   * @returns how many
   */
  async sealAll(): Promise<number> {
    let total = 0;
    for (let isMore = true; isMore;) {
      const done = await this.unitOfWork.run(AUDIT, () => this.sealSome());
      this.look = done.look;
      total += done.count;
      isMore = done.isMore;
    }
    return total;
  }

  /**
   * Gives those rows a position at the end, late, that were passed by (see {@link AuditRowsStore.listPassedBy}). Reads
   * through the whole log: for when a check has found such rows.
   *
   * @returns how many
   */
  async sealPassedBy(signal: AbortSignal): Promise<number> {
    let total = 0;
    for (let after: SealedUpTo | null = LOG_START; after !== null;) {
      signal.throwIfAborted();
      const from: SealedUpTo = after;
      const done = await this.unitOfWork.run(AUDIT, () => this.sealStretch(from));
      // The lead is another process's for a moment only.
      if (done === null) await sleep(LEAD_AGAIN_MS, undefined, { signal });
      else [total, after] = [total + done.count, done.end];
    }
    auditMetrics.sealed.inc(total);
    return total;
  }

  private async sealStretch(after: SealedUpTo): Promise<{ count: number; end: SealedUpTo | null } | null> {
    if ((await this.rows.tryToLead()) === null) return null;
    const { rows, end } = await this.rows.listPassedBy(after, STRETCH);
    const state = await this.head.state();
    if (rows.length > 0) await this.chain(rows, state, state);
    return { count: rows.length, end };
  }

  private async sealSome(): Promise<{ count: number; look: LookState; isMore: boolean }> {
    const transactions = await this.rows.tryToLead();
    if (transactions === null) return { count: 0, look: this.look, isMore: false };
    const state = await this.head.state();
    const look =
      this.look === 'over' || this.look === 'to begin' ? this.lookOf(state, transactions) : this.look;
    if (look !== null) return this.lookOn(look, state);
    const waiting = await this.rows.listUnsealed(state, BATCH);
    if (waiting.length > 0) await this.chain(waiting, state, upTo(waiting, transactions.oldest));
    return { count: waiting.length, look: 'over', isMore: waiting.length === BATCH };
  }

  /** With a mark from another cluster the whole log has to be gone through, else what came with later numbers. */
  private lookOf({ sealedXid }: AuditChainState, { oldest, next }: Transactions): Look | null {
    if (BigInt(sealedXid) > BigInt(next)) return { after: LOG_START, oldest };
    return this.look === 'over' ? null : { after: { ...LOG_START, sealedXid: next }, oldest };
  }

  /** Rows that a restored backup brought along and that were not sealed where it was made. */
  private async lookOn({ after, oldest }: Look, state: AuditChainState) {
    const { rows, end } = await this.rows.listStretch(after, STRETCH);
    if (rows.length > 0) await this.chain(rows, state, state);
    if (end === null) await this.rows.restartMark(oldest);
    const look = end === null ? ('over' as const) : { after: end, oldest };
    return { count: rows.length, look, isMore: true };
  }

  /** Puts rows behind the head, in the order given. */
  private async chain(
    waiting: readonly WaitingRow[],
    state: AuditChainState,
    sealedUpTo: SealedUpTo,
  ): Promise<void> {
    const origin = originOfChain(state.chainId);
    const after = Number(state.sequence);
    let previousHash: Buffer = after === 0 ? genesisHash(origin) : state.hash;
    const sealed = waiting.map((row, index) => {
      const hash = rowHash(origin, after + index + 1, previousHash, contentOf(row));
      const position = { id: row.id, previousHash, hash };
      previousHash = hash;
      return position;
    });
    await this.rows.seal(after, sealed, sealedUpTo);
  }

  protected async poll(): Promise<void> {
    try {
      auditMetrics.sealed.inc(await this.sealAll());
      auditMetrics.signedRows.set(await this.checkpoints.signDue());
      if (this.ticks++ % LOOK_AT_LAG_EVERY === 0) await this.watchLag();
    } catch (error) {
      auditMetrics.failures.inc();
      this.alarm('the audit log cannot be sealed or signed', { err: error });
    }
  }

  private async watchLag(): Promise<void> {
    const lag = await this.unitOfWork.run(AUDIT, () => this.rows.lagSeconds());
    auditMetrics.lagSeconds.set(lag);
    if (lag > LAG_ALARM_SECONDS) this.alarm('sealing of the audit log lags behind', { lagSeconds: lag });
  }

  /** Once a minute is enough to be heard. */
  private alarm(message: string, fields: object): void {
    if (this.alarmPace.isDue()) this.logger.error(fields, message);
  }
}

/** What comes after a batch that is not full has a higher number than every transaction that is over. */
function upTo(sealed: readonly WaitingRow[], oldest: string): SealedUpTo {
  const last = sealed.at(-1);
  return sealed.length < BATCH || last === undefined
    ? { sealedXid: oldest, sealedId: LOG_START.sealedId }
    : { sealedXid: last.transaction, sealedId: last.id };
}
