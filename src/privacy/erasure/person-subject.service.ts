import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { advanceErasureJob } from '../privacy.jobs.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import { PersonHoldsStore } from '../records/person-holds.store.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { ErasureSubject } from './erasure-subject.js';
import { PersonStepsService } from './person-steps.service.js';
import { retryDelayMs } from './retry-delay.rule.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

/** A person as the subject of an erasure. */
@Injectable()
export class PersonSubjectService extends ErasureSubject<PrivacyErasure> {
  readonly steps: ErasureSubject<PrivacyErasure>['steps'];
  readonly job = advanceErasureJob;
  readonly retryAfterMs = null;
  readonly goingOn: Partial<PrivacyErasure> = { waitingSince: null, nextTryAt: null };
  readonly forgotten: Partial<PrivacyErasure> = { sealedIdentifiers: null };

  constructor(
    readonly rows: PersonErasuresStore,
    steps: PersonStepsService,
    private readonly holds: PersonHoldsStore,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {
    super();
    this.steps = steps.list;
  }

  idOf({ userId }: PrivacyErasure): string {
    return userId;
  }

  nextTryOf({ nextTryAt }: PrivacyErasure): Date | null {
    return nextTryAt;
  }

  async holdOn(userId: string): Promise<string | null> {
    const hold = await this.holds.findActive(userId);
    return hold?.article ?? null;
  }

  /** The longer it has waited, the later the next try. */
  async wait(row: PrivacyErasure, waitFor: string): Promise<Partial<PrivacyErasure>> {
    const now = this.clock.now();
    const waitingSince = row.waitingSince ?? now;
    if (row.waitingFor !== waitFor)
      await this.note(row, 'privacy.erasure_waiting', { erasureId: row.id, waitingFor: waitFor });
    // Two that came here at once make one next try.
    if (row.nextTryAt !== null && row.nextTryAt > now) return { waitingSince };
    const nextTryAt = new Date(now.getTime() + retryDelayMs(now.getTime() - waitingSince.getTime()));
    await this.jobs.enqueue(this.job, { erasureId: row.id }, { startAfter: nextTryAt });
    return { waitingSince, nextTryAt };
  }

  async noteBlocked(row: PrivacyErasure, article: string): Promise<void> {
    await this.note(row, 'privacy.erasure_blocked', { erasureId: row.id, article });
  }

  private async note(
    { userId }: PrivacyErasure,
    action: 'privacy.erasure_waiting' | 'privacy.erasure_blocked',
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({ actor: PRIVACY_ACTOR, action, target: { kind: 'user', id: userId }, change });
  }
}
