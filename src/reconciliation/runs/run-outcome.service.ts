import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import { RECONCILIATION_ACTOR } from '../apply/kind-repair.js';
import { CHANGES, KINDS } from '../kinds.js';
import { ReconciliationAlarms } from '../reconciliation-alarms.module.js';
import { reconciliationMetrics } from '../reconciliation-metrics.js';
import { MirrorStateStore } from '../seeding/mirror-state.store.js';
import { ITEMS_FAILED } from '../records/failure-code.js';
import { ItemsStore } from '../records/items.store.js';
import type { Reconciliation } from '../records/reconciliation.entity.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';

/** Tells what came of a run: to the audit log, the log and the figures. */
@Injectable()
export class RunOutcomeService {
  constructor(
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly mirrorState: MirrorStateStore,
    private readonly alarms: ReconciliationAlarms,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
  ) {}

  /** In the open transaction. */
  async record(run: Reconciliation): Promise<void> {
    const { id, mode, status, drift, reasons, error } = run;
    const target = { kind: 'reconciliation', id };
    const total = drift?.total ?? 0;
    if (status === 'applied' && total > 0) {
      const outcomes = await this.items.outcomes(id);
      const change = {
        mode,
        drift: total,
        forced: run.forced,
        ...(run.seeds && { seeds: true }),
        ...outcomes,
      };
      await this.audit.record({
        actor: RECONCILIATION_ACTOR,
        action: 'reconciliation.applied',
        target,
        change,
      });
    }
    await this.alarm(run);
    // Single objects that could not be added are repaired by the next comparison; they keep nobody else waiting.
    if (status === 'applied' || (run.seeds && error === ITEMS_FAILED)) await this.mirrorState.noteSeeded();
    if (status !== 'blocked' && status !== 'failed') return;
    // What goes on is said once: the next run a quarter of an hour later meets the same.
    if (await this.runs.wasInTroubleBefore(id)) return;
    const action = status === 'blocked' ? 'reconciliation.blocked' : 'reconciliation.failed';
    const change = { mode, drift: total, error, reasons: reasons.map(({ kind, why }) => `${kind}: ${why}`) };
    await this.audit.record({ actor: RECONCILIATION_ACTOR, action, target, change });
  }

  /** Open until a run ends without that trouble. */
  private async alarm({ id, mode, status, drift, reasons, error }: Reconciliation): Promise<void> {
    if (status === 'blocked' || status === 'failed') {
      const why = reasons.map((reason) => `${reason.kind}: ${reason.why}`).join(', ');
      const detail = { run: id, mode, drift: drift?.total ?? null, reasons: why, error };
      await this.alarms.raise({ kind: 'reconciliation', subject: status, detail });
    }
    if (status === 'applied') await this.alarms.clear('reconciliation', 'blocked');
    if (status === 'applied' || status === 'planned') await this.alarms.clear('reconciliation', 'failed');
  }

  /** After it has committed. */
  tell(run: Reconciliation): void {
    const { id, mode, status, drift, reasons, error, startedAt, finishedAt } = run;
    reconciliationMetrics.ended.inc({ mode, status });
    if (finishedAt !== null) {
      const seconds = (finishedAt.getTime() - startedAt.getTime()) / 1000;
      reconciliationMetrics.durationSeconds.set({ mode }, seconds);
      if (status === 'applied') reconciliationMetrics.lastSuccess.set(finishedAt.getTime() / 1000);
    }
    if (drift !== null) {
      for (const kind of KINDS) {
        for (const change of CHANGES) {
          const left = status === 'applied' ? 0 : drift[kind][change];
          reconciliationMetrics.drift.set({ kind, change }, left);
        }
      }
    }
    const fields = { run: id, mode, status, drift: drift?.total ?? null, reasons, error };
    if (status === 'blocked') {
      this.logger.error(
        fields,
        'a reconciliation is held by the safety threshold and needs somebody to look at it',
      );
    } else if (status === 'failed') this.logger.error(fields, 'a reconciliation failed');
    else this.logger.info(fields, 'a reconciliation has ended');
  }
}
