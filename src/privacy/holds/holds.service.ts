import { Injectable } from '@nestjs/common';
import { AuditLog, SubjectKeys } from '#audit';
import { type Caller, found } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import { PersonHoldsStore } from '../records/person-holds.store.js';
import type { PrivacyHold } from '../records/privacy.entities.js';
import { privacyErrors } from '../privacy.errors.js';
import { advanceErasureJob } from '../privacy.jobs.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { PRIVACY } from '../privacy.scope.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

/** A hold with the reason that staff wrote down; null where there is none, or its key is gone. */
export type ReadHold = PrivacyHold & { readonly reason: string | null };

/** Duties to keep somebody's data: an erasure waits for them and tells their article (Art. 17(3), 12(4) GDPR). */
@Injectable()
export class HoldsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: PersonHoldsStore,
    private readonly erasures: PersonErasuresStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly keys: SubjectKeys,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Those that stand, newest first. @param before the last id of the page before */
  async list(userId: string | undefined, before: string | null, limit: number): Promise<ReadHold[]> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const holds: ReadHold[] = [];
      for (const row of await this.holds.listActive(userId, before, limit)) holds.push(await this.read(row));
      return holds;
    });
  }

  /** @throws AppError 409 when an erasure has begun already, so that nobody trusts in a hold that holds nothing */
  async place(
    caller: Caller,
    wish: { userId: string; article: string; reason?: string; until?: Date },
  ): Promise<ReadHold> {
    const placedAt = this.clock.now();
    const { article, reason = null, until: endsAt = null } = wish;
    if (endsAt !== null && endsAt <= placedAt) throw privacyErrors.holdInPast();
    return this.unitOfWork.run(PRIVACY, async () => {
      const userId = await this.requestFactory.personFor(caller, wish.userId, 'platform:privacy:manage');
      await this.refuseWhenBegun(userId);
      const id = newId();
      const row: PrivacyHold = {
        id,
        userId,
        article,
        sealedReason:
          reason === null ? null : await this.keys.encryptFor(userId, reason, associatedDataOf(id)),
        placedBy: caller.userId,
        placedAt,
        endsAt,
        releasedBy: null,
        releasedAt: null,
      };
      await this.holds.insert(row);
      await this.unitOfWork.made(id);
      const change = { holdId: id, article, until: endsAt };
      await this.requestFactory.note(caller, 'privacy.hold_placed', userId, change);
      return { ...row, reason };
    });
  }

  /** An erasure that it blocked goes on. */
  async release(caller: Caller, id: string): Promise<ReadHold> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const row = found(await this.holds.lockActive(id));
      const change = { releasedAt: this.clock.now(), releasedBy: caller.userId };
      await this.end(row, change);
      await this.requestFactory.note(caller, 'privacy.hold_released', row.userId, { holdId: id });
      return this.read({ ...row, ...change });
    });
  }

  /** Ends the holds whose time is over. */
  async releaseEnded(): Promise<number> {
    const now = this.clock.now();
    const ended = await this.unitOfWork.run(PRIVACY, () => this.holds.listEnded(now));
    for (const { id } of ended) {
      await this.unitOfWork.run(PRIVACY, async () => {
        const row = await this.holds.lockActive(id);
        if (row === null) return;
        await this.end(row, { releasedAt: now });
        await this.audit.record({
          actor: PRIVACY_ACTOR,
          action: 'privacy.hold_released',
          target: { kind: 'user', id: row.userId },
          change: { holdId: id, until: row.endsAt },
        });
      });
    }
    return ended.length;
  }

  private async end(row: PrivacyHold, change: Partial<PrivacyHold>): Promise<void> {
    await this.holds.update(row.id, change);
    const open = await this.erasures.findOpen(row.userId);
    if (open?.status === 'blocked') await this.jobs.enqueue(advanceErasureJob, { erasureId: open.id });
  }

  /** Under the lock of the erasure: it looks for holds under the same one before its first step. */
  private async refuseWhenBegun(userId: string): Promise<void> {
    const open = await this.erasures.findOpen(userId);
    const row = open === null ? null : await this.erasures.lock(open.id);
    if (row?.steps.some(({ status }) => status === 'done') === true) throw privacyErrors.erasureBegun();
  }

  private async read(row: PrivacyHold): Promise<ReadHold> {
    const { sealedReason } = row;
    const reason =
      sealedReason === null ? null : await this.keys.decrypt(sealedReason, associatedDataOf(row.id));
    return { ...row, reason };
  }
}

const associatedDataOf = (id: string): string => `privacy_holds/${id}/reason`;
