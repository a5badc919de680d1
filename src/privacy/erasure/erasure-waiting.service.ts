import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { advanceErasureJob } from '../privacy.jobs.js';
import { retryDelayMs } from './retry-delay.rule.js';
import { PrivacyErasure } from '../records/privacy-erasure.entity.js';

const ACTOR = { kind: 'system', name: 'privacy' } as const;

/** What came of a try: a step is done, it has to be tried later, somebody must act first, or there is nothing to do. */
export type Tried = 'stepped' | 'waiting' | 'blocked' | 'over';

/** Puts an erasure that cannot go on where it is seen, and sees to it that it is tried again. */
@Injectable()
export class ErasureWaitingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @param waitFor in words without anything personal */
  async put(id: string, waitFor: string): Promise<Tried> {
    return this.unitOfWork.run(systemScope('privacy'), async () => {
      const rows = this.unitOfWork.manager().getRepository(PrivacyErasure);
      const row = await rows
        .createQueryBuilder('erasure')
        .setLock('pessimistic_write')
        .where('erasure.id = :id', { id })
        .getOneOrFail();
      if (row.status !== 'running' && row.status !== 'waiting') return 'over';
      const now = this.clock.now();
      const waitingSince = row.waitingSince ?? now;
      // Two that came here at once make one next try.
      const isPlanned = row.nextTryAt !== null && row.nextTryAt > now;
      const nextTryAt = isPlanned
        ? row.nextTryAt
        : new Date(now.getTime() + retryDelayMs(now.getTime() - waitingSince.getTime()));
      await rows.update({ id }, { status: 'waiting', waitingFor: waitFor, waitingSince, nextTryAt });
      if (!isPlanned && nextTryAt !== null)
        await this.jobs.enqueue(advanceErasureJob, { erasureId: id }, { startAfter: nextTryAt });
      if (row.waitingFor !== waitFor)
        await this.record('privacy.erasure_waiting', row, { erasureId: id, waitingFor: waitFor });
      return 'waiting';
    });
  }

  /** A hold stands in the way; its release, or the next round, sends the erasure on. In the open transaction. */
  async block(row: PrivacyErasure, article: string): Promise<Tried> {
    const { id } = row;
    await this.unitOfWork
      .manager()
      .getRepository(PrivacyErasure)
      .update({ id }, { status: 'blocked', blockedBy: article, nextTryAt: null });
    if (row.status !== 'blocked' || row.blockedBy !== article)
      await this.record('privacy.erasure_blocked', row, { erasureId: id, article });
    return 'blocked';
  }

  /** A job came before its time, by a clock that is ahead. In the open transaction. */
  async untilGraceEnds({ id, eraseAfter }: PrivacyErasure): Promise<Tried> {
    const late = Math.max(eraseAfter.getTime(), this.clock.nowMs()) + 1_000;
    await this.jobs.enqueue(advanceErasureJob, { erasureId: id }, { startAfter: new Date(late) });
    return 'waiting';
  }

  private async record(
    action: 'privacy.erasure_waiting' | 'privacy.erasure_blocked',
    { userId }: PrivacyErasure,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({ actor: ACTOR, action, target: { kind: 'user', id: userId }, change });
  }
}
