import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { advanceOrganizationErasureJob, emptyLateDeliveriesJob } from '../privacy.jobs.js';
import { OrganizationErasureRunService } from './organization-erasure-run.service.js';

const AGAIN_AFTER_MS = 60_000;
const LATE_AFTER_MS = [10_000, 3_600_000, 86_400_000];

/** Carries erasures of organizations on, and looks after what arrives late once they are over. */
@Injectable()
export class OrganizationErasuresWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly run: OrganizationErasureRunService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register(advanceOrganizationErasureJob, ({ erasureId }) => this.advance(erasureId));
  }

  private async advance(erasureId: string): Promise<void> {
    const outcome = await this.run.advance(erasureId);
    const after = (ms: number) => ({ startAfter: new Date(this.clock.nowMs() + ms) });
    await this.unitOfWork.run(systemScope('privacy'), async () => {
      if (outcome === 'waiting') {
        await this.jobs.enqueue(advanceOrganizationErasureJob, { erasureId }, after(AGAIN_AFTER_MS));
        return;
      }
      for (const later of LATE_AFTER_MS) await this.jobs.enqueue(emptyLateDeliveriesJob, {}, after(later));
    });
  }
}
