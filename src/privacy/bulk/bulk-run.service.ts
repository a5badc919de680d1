import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { authErrors, type Caller } from '#auth';
import { UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { runBulkJob } from '../privacy.jobs.js';
import { BulkActionsService, type ItemOutcome } from './bulk-actions.service.js';
import { BulksStore } from './bulks.store.js';
import type { PrivacyBulkItem } from '../records/privacy-bulk-item.entity.js';
import type { PrivacyBulk } from '../records/privacy-bulk.entity.js';
import { StaffCallersService } from './staff-callers.service.js';
import { PRIVACY } from '../privacy.scope.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

const TURN_MS = 60_000;

/** Takes back what a dry run did, and carries out of the transaction what came of it. */
class DryRunOver extends Error {
  constructor(readonly outcome: ItemOutcome) {
    super('a dry run changes nothing');
  }
}

/** Works a bulk off, person by person; killed anywhere it goes on with the next, and two at a time do no harm. */
@Injectable()
export class BulkRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bulks: BulksStore,
    private readonly actions: BulkActionsService,
    private readonly callers: StaffCallersService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** As far as it goes in one turn; the next turn is another job, so that a long list keeps no worker to itself. */
  async advance(bulkId: string): Promise<void> {
    const until = performance.now() + TURN_MS;
    while (await this.step(bulkId)) {
      if (performance.now() < until) continue;
      await this.unitOfWork.run(PRIVACY, () => this.jobs.enqueue(runBulkJob, { bulkId }));
      return;
    }
  }

  /** Sends every bulk on its way again that is not over: whatever became of its job. */
  async resumeAll(): Promise<number> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const running = await this.bulks.listRunning();
      for (const { id } of running) await this.jobs.enqueue(runBulkJob, { bulkId: id });
      return running.length;
    });
  }

  /** One person. @returns whether there may be more to do */
  async step(bulkId: string): Promise<boolean> {
    const bulk = await this.unitOfWork.run(PRIVACY, () => this.bulks.find(bulkId));
    if (bulk?.status !== 'running') return false;
    const caller = await this.callers.find(bulk.approvedBy ?? bulk.requestedBy);
    const taken: { item: PrivacyBulkItem | null } = { item: null };
    try {
      await this.unitOfWork.run(PRIVACY, async () => {
        taken.item = await this.bulks.takeNext(bulkId);
        if (taken.item === null) return;
        const outcome = await this.carryOut(bulk, taken.item, caller);
        if (bulk.dryRun) throw new DryRunOver(outcome);
        await this.bulks.settle(taken.item, { ...outcome, settledAt: this.clock.now() });
      });
    } catch (error) {
      const outcome = outcomeOf(error);
      if (taken.item === null || outcome === null) throw error;
      await this.settleLater(taken.item, outcome);
    }
    if (taken.item !== null) return true;
    await this.finish(bulkId);
    return false;
  }

  private async carryOut(
    bulk: PrivacyBulk,
    item: PrivacyBulkItem,
    caller: Caller | null,
  ): Promise<ItemOutcome> {
    // Whoever asked has lost the right meanwhile: a right is never granted on doubt.
    if (caller === null) throw authErrors.permissionMissing('platform:privacy:manage');
    return this.actions.carryOut(bulk, item, caller);
  }

  /** In a transaction of its own, since the one before was taken back. */
  private async settleLater(item: PrivacyBulkItem, outcome: ItemOutcome): Promise<void> {
    await this.unitOfWork.run(PRIVACY, async () => {
      if ((await this.bulks.lockOpen(item)) === null) return;
      await this.bulks.settle(item, { ...outcome, settledAt: this.clock.now() });
    });
  }

  private async finish(bulkId: string): Promise<void> {
    await this.unitOfWork.run(PRIVACY, async () => {
      const bulk = await this.bulks.lock(bulkId);
      // Another worker has the last ones in its hands; it finishes.
      if (bulk?.status !== 'running' || (await this.bulks.countOpen(bulkId)) > 0) return;
      await this.bulks.update(bulkId, { status: 'done', finishedAt: this.clock.now() });
      await this.audit.record({
        actor: PRIVACY_ACTOR,
        action: 'privacy.bulk_done',
        target: { kind: 'privacy_bulk', id: bulkId },
        change: await this.bulks.counts(bulkId),
      });
    });
  }
}

/** What a person of the list ends with when their transaction was taken back; null for a fault of ours. */
function outcomeOf(error: unknown): ItemOutcome | null {
  if (error instanceof DryRunOver) {
    const { result } = error.outcome;
    return { ...error.outcome, result: result === 'asked' ? 'would_ask' : result, requestId: null };
  }
  return error instanceof AppError && error.status < 500 ? { result: 'refused', code: error.code } : null;
}
