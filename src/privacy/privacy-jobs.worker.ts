import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { ErasureRunService } from './erasure/erasure-run.service.js';
import { ExportPackerService } from './export/export-packer.service.js';
import { LateDeliveries } from './late-deliveries.module.js';
import { emptyLateDeliveriesJob, packExportJob } from './privacy.jobs.js';
import { PRIVACY } from './privacy.scope.js';

const LATE_AFTER_MS = [10_000, 3_600_000, 86_400_000];

/** Takes the jobs of this module. */
@Injectable()
export class PrivacyJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly erasures: ErasureRunService,
    private readonly lateDeliveries: LateDeliveries,
    private readonly packer: ExportPackerService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const { job, retryAfterMs } of this.erasures.subjects)
      this.jobs.register(job, async ({ erasureId }) => {
        const tried = await this.erasures.advance(erasureId);
        const again = tried === 'waiting' && retryAfterMs !== null ? [retryAfterMs] : [];
        await this.unitOfWork.run(PRIVACY, async () => {
          for (const later of again) await this.jobs.enqueue(job, { erasureId }, this.after(later));
          // What Clerk says of whoever is gone may come late.
          for (const later of tried === 'over' ? LATE_AFTER_MS : [])
            await this.jobs.enqueue(emptyLateDeliveriesJob, {}, this.after(later));
        });
      });
    this.jobs.register(packExportJob, ({ exportId }) => this.packer.pack(exportId));
    this.jobs.register(emptyLateDeliveriesJob, async () => {
      await this.lateDeliveries.emptyLateDeliveries();
    });
  }

  private after(ms: number): { startAfter: Date } {
    return { startAfter: new Date(this.clock.nowMs() + ms) };
  }
}
