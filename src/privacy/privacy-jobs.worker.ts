import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { ErasureRunService } from './erasure/erasure-run.service.js';
import { ExportPackerService } from './export/export-packer.service.js';
import { LateDeliveries } from './late-deliveries.js';
import { advanceErasureJob, emptyLateDeliveriesJob, packExportJob } from './privacy.jobs.js';

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
    this.jobs.register(advanceErasureJob, ({ erasureId }) => this.advance(erasureId));
    this.jobs.register(packExportJob, ({ exportId }) => this.packer.pack(exportId));
    this.jobs.register(emptyLateDeliveriesJob, async () => {
      await this.lateDeliveries.emptyLateDeliveries();
    });
  }

  /** What has to wait plans its next try itself. */
  private async advance(erasureId: string): Promise<void> {
    if ((await this.erasures.advance(erasureId)) !== 'over') return;
    const now = this.clock.nowMs();
    await this.unitOfWork.run(systemScope('privacy'), async () => {
      for (const later of LATE_AFTER_MS)
        await this.jobs.enqueue(emptyLateDeliveriesJob, {}, { startAfter: new Date(now + later) });
    });
  }
}
