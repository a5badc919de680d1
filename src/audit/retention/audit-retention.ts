import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { LessThanOrEqual } from 'typeorm';
import { type Checkpoint, openCheckpoint, signCheckpoint } from '#libs/audit-chain';
import { Environment } from '#settings';
import { firstIdOf, type Partition, Partitions, UnitOfWork } from '#libs/database';
import { Clock, PollingWorker } from '#libs/time';
import { AuditLog } from '../audit-log.js';
import { AuditCheckpoint } from '../chain/audit-checkpoint.entity.js';
import { AuditHead } from '../chain/audit-head.js';
import { originOfChain } from '../chain/audit-row.js';
import { AuditRowsStore } from '../chain/audit-rows.store.js';
import { CheckpointFiles } from '../chain/checkpoint-files.js';
import { AUDIT } from '../audit.scope.js';
import { signingKeysOf, trustedKeysOf } from '../signing-keys.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const BATCH = 2_000;
const STRETCH = 5_000;
/** A checkpoint is signed each hour. Rows of this time that it counts go one by one. */
const OVERHANG_MS = 2 * 3_600_000;
const [EVENTS, SEALS] = ['audit_events', 'audit_seals'];
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Drops rows that are older than the policy keeps them. A signed boundary is written first, inside and outside the
 * database: it says up to where rows may be missing, and lets the rest of the chain be checked from there.
 */
@Injectable()
export class AuditRetention extends PollingWorker {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly head: AuditHead,
    private readonly rows: AuditRowsStore,
    private readonly partitions: Partitions,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  /**
   * Drops what happened before a moment, as far back from there as whole checkpoints reach: months as a whole, with the
   * partition that holds them, and row by row what stands in the partition from before the log was partitioned. May be
   * stopped and run again at any time.
   *
   * @returns how many partitions and how many single rows were dropped
   */
  async dropBefore(moment: Date): Promise<{ partitions: number; rows: number }> {
    const none = { partitions: 0, rows: 0 };
    const past = await this.pastPartition(moment);
    if (past === 'none') return none;
    await this.unitOfWork.run(AUDIT, () => this.setBoundary(moment, past));
    const [boundary] = await this.unitOfWork.run(AUDIT, () =>
      this.checkpoints().find({ where: { isBoundary: true }, order: { sequence: 'DESC' }, take: 1 }),
    );
    if (boundary === undefined) return none;
    const state = await this.unitOfWork.run(AUDIT, () => this.head.state());
    const { size, head } = this.open(boundary.note, originOfChain(state.chainId));
    const prune = (most: number) => this.unitOfWork.run(AUDIT, () => this.rows.prune(size, head, most));
    await prune(0);
    const partitions = past === null ? 0 : await this.dropPartitions(past);
    let rows = 0;
    for (let count = BATCH; count === BATCH; rows += count) count = await prune(BATCH);
    return { partitions, rows };
  }

  /**
   * The newest partition whose time is over. Null while that from before the log was partitioned holds rows that stay:
   * then rows go one by one.
   */
  private async pastPartition(moment: Date): Promise<Partition | 'none' | null> {
    const present = await this.unitOfWork.run(AUDIT, () => this.partitions.list(EVENTS));
    // Ids have the time of the machine that wrote the row.
    const past = present.findLast(({ to }) => Date.parse(to) <= moment.getTime() - DAY_MS);
    return past ?? (present[0]?.from === null ? null : 'none');
  }

  /** Drops partitions up to one, but for those with a row that has no position, or one behind the boundary. */
  private async dropPartitions({ to }: Partition): Promise<number> {
    const work = { commit: <T>(piece: () => Promise<T>) => this.unitOfWork.run(AUDIT, piece) };
    const dropped = await this.partitions.dropUpTo(
      EVENTS,
      to,
      work,
      async (partition) => !(await this.holdsUnsealed(partition)),
    );
    await this.partitions.dropUpTo(SEALS, to, work);
    return dropped;
  }

  /** Whether a row was put in behind the sealer's back: the nightly check tells of it, and gives it a position. */
  private async holdsUnsealed({ from, to }: Partition): Promise<boolean> {
    for (let after = from === null ? FIRST_ID : firstIdOf(new Date(from)); ;) {
      const start = after;
      const look = await this.unitOfWork.run(AUDIT, () => this.rows.lookForUnsealed(start, to, STRETCH));
      if (look.isUnsealed) return true;
      if (look.last === null) return false;
      after = look.last;
    }
  }

  protected async poll(): Promise<void> {
    const keepFrom = new Date(this.clock.nowMs() - this.environment.auditRetentionDays * DAY_MS);
    try {
      const { partitions, rows } = await this.dropBefore(keepFrom);
      if (partitions + rows > 0) this.logger.info({ partitions, rows }, 'old audit rows were dropped');
    } catch (error) {
      this.logger.error({ err: error }, 'old audit rows cannot be dropped');
    }
  }

  private async setBoundary(moment: Date, past: Partition | null): Promise<void> {
    if ((await this.rows.tryToLead()) === null) return;
    const state = await this.head.state();
    // What the receiver of the log has not got yet is still needed here.
    const most = this.environment.auditPush === undefined ? Infinity : Number(state.pushedSequence);
    const oldEnough = await (past === null ? this.rows.lastOlderThan(moment) : this.lastOf(past));
    const [copy] = await this.checkpoints().find({
      where: { sequence: LessThanOrEqual(String(Math.min(oldEnough, most))) },
      order: { sequence: 'DESC' },
      take: 1,
    });
    if (copy === undefined || copy.isBoundary || Number(copy.sequence) <= Number(state.prunedSequence))
      return;
    const checkpoint: Checkpoint = {
      ...this.open(copy.note, originOfChain(state.chainId)),
      time: this.clock.now().toISOString(),
      droppedBefore: moment.toISOString(),
    };
    const note = signCheckpoint(checkpoint, signingKeysOf(this.environment));
    await new CheckpointFiles(this.environment.dataDir).writeBoundary(checkpoint.size, note);
    await this.checkpoints().update({ sequence: copy.sequence }, { note, isBoundary: true });
    await this.audit.record({
      actor: { kind: 'system', name: 'audit' },
      action: 'audit.pruned',
      change: { rowsUntil: checkpoint.size, before: moment.toISOString() },
    });
  }

  /** Behind the rows of a partition, with so many of the next one that a checkpoint stands there. */
  private async lastOf({ to }: Partition): Promise<number> {
    const first = await this.rows.firstSince(to, new Date(Date.parse(to) + OVERHANG_MS));
    return first === null ? Number((await this.head.state()).sequence) : first - 1;
  }

  private open(note: string, origin: string): Checkpoint {
    const checkpoint = openCheckpoint(note, origin, trustedKeysOf(this.environment));
    if (checkpoint === undefined) throw new Error('a checkpoint is not signed by our keys for this log');
    return checkpoint;
  }

  private checkpoints() {
    return this.unitOfWork.manager().getRepository(AuditCheckpoint);
  }
}
