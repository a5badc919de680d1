import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { LessThanOrEqual } from 'typeorm';
import { type Checkpoint, openCheckpoint, signCheckpoint } from '#libs/audit-chain';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
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
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  /**
   * Drops what happened before a moment, as far back from there as whole checkpoints reach. May be stopped and run
   * again at any time.
   *
   * @returns how many rows were dropped
   */
  async dropBefore(moment: Date): Promise<number> {
    await this.unitOfWork.run(AUDIT, () => this.setBoundary(moment));
    const [boundary] = await this.unitOfWork.run(AUDIT, () =>
      this.checkpoints().find({ where: { isBoundary: true }, order: { sequence: 'DESC' }, take: 1 }),
    );
    if (boundary === undefined) return 0;
    const state = await this.unitOfWork.run(AUDIT, () => this.head.state());
    const { size, head } = this.open(boundary.note, originOfChain(state.chainId));
    let total = 0;
    for (let count = BATCH; count === BATCH; total += count) {
      count = await this.unitOfWork.run(AUDIT, () => this.rows.prune(size, head, BATCH));
    }
    return total;
  }

  protected async poll(): Promise<void> {
    const keepFrom = new Date(this.clock.nowMs() - this.environment.auditRetentionDays * DAY_MS);
    try {
      const count = await this.dropBefore(keepFrom);
      if (count > 0) this.logger.info({ count }, 'old audit rows were dropped');
    } catch (error) {
      this.logger.error({ err: error }, 'old audit rows cannot be dropped');
    }
  }

  private async setBoundary(moment: Date): Promise<void> {
    if ((await this.rows.tryToLead()) === null) return;
    const state = await this.head.state();
    const oldEnough = await this.rows.lastOlderThan(moment);
    // What the receiver of the log has not got yet is still needed here.
    const last =
      this.environment.auditPush === undefined
        ? oldEnough
        : Math.min(oldEnough, Number(state.pushedSequence));
    const [copy] = await this.checkpoints().find({
      where: { sequence: LessThanOrEqual(String(last)) },
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

  private open(note: string, origin: string): Checkpoint {
    const checkpoint = openCheckpoint(note, origin, trustedKeysOf(this.environment));
    if (checkpoint === undefined) throw new Error('a checkpoint is not signed by our keys for this log');
    return checkpoint;
  }

  private checkpoints() {
    return this.unitOfWork.manager().getRepository(AuditCheckpoint);
  }
}
