import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { ErasureRunService } from './erasure/erasure-run.service.js';
import { ExportFiles } from './export/export-files.js';
import { ExportsStore } from './records/exports.store.js';
import { LateDeliveries } from './late-deliveries.module.js';
import { PRIVACY } from './privacy.scope.js';

/** Exports that end in one transaction. */
const AT_ONCE = 200;

/** What is to be done again and again; the scheduler calls it, and a repeat does no harm. */
@Injectable()
export class PrivacyMaintenanceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly erasures: ErasureRunService,
    private readonly exports: ExportsStore,
    private readonly files: ExportFiles,
    private readonly lateDeliveries: LateDeliveries,
    private readonly clock: Clock,
  ) {}

  /** Removes exports that ran out and files that nobody claims, sends erasures on their way again, empties what came in late. */
  async tidy(
    signal?: AbortSignal,
  ): Promise<{ expired: number; resumed: number; swept: number; emptied: number }> {
    const expired = await this.expireExports(signal);
    const resumed = await this.resumeErasures();
    const swept = await this.files.sweep();
    return { expired, resumed, swept, emptied: await this.lateDeliveries.emptyLateDeliveries(signal) };
  }

  private async expireExports(signal?: AbortSignal): Promise<number> {
    const now = this.clock.now();
    let total = 0;
    for (let count = AT_ONCE; count === AT_ONCE && signal?.aborted !== true; total += count) {
      const files = await this.unitOfWork.run(PRIVACY, () => this.exports.expire(now, AT_ONCE));
      // After the commit: a file that stays for now is swept, since no row claims it.
      for (const file of files) if (file !== null) await this.files.remove(file);
      count = files.length;
    }
    return total;
  }

  /** Each that is due has a job, now or for its next try, unless that got lost. */
  private async resumeErasures(): Promise<number> {
    let resumed = 0;
    for (const { rows, job, retryAfterMs } of this.erasures.subjects) {
      const due = await this.unitOfWork.run(PRIVACY, () => rows.listDue(this.clock.now()));
      for (const { id: erasureId } of due) {
        if (retryAfterMs !== null && (await this.jobs.isUnderWay(job, { erasureId }))) continue;
        await this.unitOfWork.run(PRIVACY, () => this.jobs.enqueue(job, { erasureId }));
        resumed += 1;
      }
    }
    return resumed;
  }
}
