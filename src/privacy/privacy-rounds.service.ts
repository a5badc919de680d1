import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { alarmPercent } from './desk/deadline.rule.js';
import { PrivacyErasure } from './erasure/privacy-erasure.entity.js';
import { Returners } from './erasure/returners.service.js';
import { ExportFiles } from './export/export-files.js';
import { PrivacyExport } from './export/privacy-export.entity.js';
import { PrivacyRequest } from './privacy.entities.js';
import { advanceErasureJob } from './privacy.jobs.js';

/** What is to be done again and again; the scheduler calls it, and a repeat does no harm. */
@Injectable()
export class PrivacyRounds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly files: ExportFiles,
    private readonly returners: Returners,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Raises the alarms of open requests (50, 80, 100 % of their time), each once. */
  async watchDeadlines(): Promise<{ alarms: number }> {
    return this.inSystem(async () => {
      const requests = this.unitOfWork.manager().getRepository(PrivacyRequest);
      const now = this.clock.now();
      let alarms = 0;
      for (const request of await requests.findBy({ closedAt: IsNull() })) {
        const percent = alarmPercent(request.receivedAt, request.dueAt, now);
        if (percent <= request.alarmedPercent) continue;
        alarms += 1;
        await requests.update({ id: request.id }, { alarmedPercent: percent });
        await this.audit.record({
          actor: { kind: 'system', name: 'privacy' },
          action: 'privacy.deadline_alarm',
          target: { kind: 'privacy_request', id: request.id },
          change: { percent, dueAt: request.dueAt },
        });
      }
      return { alarms };
    });
  }

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
    const swept = await this.files.sweep();
    return { ...counts, swept, emptied: await this.returners.emptyLateDeliveries() };
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
