import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PrivacyErasure } from './erasure/privacy-erasure.entity.js';
import { Returners } from './erasure/returners.service.js';
import { ExportFiles } from './export/export-files.js';
import { PrivacyExport } from './export/privacy-export.entity.js';
import { OrganizationErasure } from './organization/organization-erasure.entity.js';
import { advanceErasureJob, advanceOrganizationErasureJob } from './privacy.jobs.js';

/** What is to be done again and again; the scheduler calls it, and a repeat does no harm. */
@Injectable()
export class PrivacyRounds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly files: ExportFiles,
    private readonly returners: Returners,
    private readonly clock: Clock,
  ) {}

  /** Removes exports that ran out and files that nobody claims, sends erasures on their way again, empties what came in late. */
  async tidy(): Promise<{ expired: number; resumed: number; swept: number; emptied: number }> {
    const counts = await this.inSystem(async () => {
      const now = this.clock.now();
      const exports = this.unitOfWork.manager().getRepository(PrivacyExport);
      const over = await exports.findBy({ status: 'ready', expiresAt: LessThan(now) });
      for (const { id, fileName } of over) {
        await exports.update({ id }, { status: 'expired', sealedKey: null, fileName: null });
        if (fileName !== null) await this.files.remove(fileName);
      }
      const stopped = await this.unitOfWork
        .manager()
        .getRepository(PrivacyErasure)
        .createQueryBuilder('erasure')
        .where(`erasure.status in ('grace', 'running', 'blocked') and erasure.erase_after < :now`, { now })
        // Its own job is late: it got lost.
        .orWhere(`erasure.status = 'waiting' and coalesce(erasure.next_try_at, :now) <= :now`, { now })
        .getMany();
      for (const { id } of stopped) await this.jobs.enqueue(advanceErasureJob, { erasureId: id });
      return { expired: over.length, resumed: stopped.length };
    });
    const resumed = counts.resumed + (await this.resumeOrganizations());
    const swept = await this.files.sweep();
    return { ...counts, resumed, swept, emptied: await this.returners.emptyLateDeliveries() };
  }

  /** Each that is due has a job, now or for its next try, unless that got lost. */
  private async resumeOrganizations(): Promise<number> {
    const due = await this.inSystem(() =>
      this.unitOfWork
        .manager()
        .getRepository(OrganizationErasure)
        .findBy({
          status: In(['grace', 'running', 'blocked', 'waiting']),
          eraseAfter: LessThan(this.clock.now()),
        }),
    );
    let resumed = 0;
    for (const { id: erasureId } of due) {
      if (await this.jobs.isUnderWay(advanceOrganizationErasureJob, { erasureId })) continue;
      await this.inSystem(() => this.jobs.enqueue(advanceOrganizationErasureJob, { erasureId }));
      resumed += 1;
    }
    return resumed;
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
