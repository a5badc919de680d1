import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { AuditLog, SubjectKeys } from '#audit';
import { actorOf, authErrors, type Caller, systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PrivacyErasure } from '../erasure/privacy-erasure.entity.js';
import { PrivacyConsent, PrivacyHold, PrivacyRequest } from '../privacy.entities.js';
import { privacyErrors } from '../privacy.errors.js';
import { advanceErasureJob } from '../privacy.jobs.js';
import { RequestIntake } from '../request-intake.service.js';
import { alarmPercent, daysLeft, dueAt } from './deadline.rule.js';

/** The desk of compliance staff: requests with their deadlines, holds; and everybody's own consents. */
@Injectable()
export class DeskService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly intake: RequestIntake,
    private readonly keys: SubjectKeys,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async listRequests(after: { dueAt: string; id: string } | null, limit: number): Promise<PrivacyRequest[]> {
    return this.inSystem(() => {
      const query = this.of(PrivacyRequest)
        .createQueryBuilder('request')
        .where('request.closed_at is null')
        .orderBy('request.dueAt')
        .addOrderBy('request.id')
        .take(limit);
      if (after !== null) query.andWhere('(request.due_at, request.id) > (:dueAt, :id)', after);
      return query.getMany();
    });
  }

  figuresOf({ receivedAt, dueAt: due }: PrivacyRequest): { daysLeft: number; alarm: number } {
    const now = this.clock.now();
    return { daysLeft: daysLeft(due, now), alarm: alarmPercent(receivedAt, due, now) };
  }

  async extend(caller: Caller, id: string, extensionReason: string): Promise<PrivacyRequest> {
    return this.inSystem(async () => {
      const row = await this.of(PrivacyRequest).findOneBy({ id });
      if (row === null) throw authErrors.notFound();
      if (row.closedAt !== null || row.extendedAt !== null) throw privacyErrors.requestClosed();
      const change = {
        extendedAt: this.clock.now(),
        extensionReason,
        dueAt: dueAt(row.receivedAt, row.law, true),
      };
      await this.of(PrivacyRequest).update({ id }, change);
      await this.of(PrivacyErasure).update({ id }, { dueAt: change.dueAt });
      await this.note(caller, 'privacy.request_extended', row.userId, { requestId: id });
      return { ...row, ...change };
    });
  }

  async listHolds(before: string | null, limit: number): Promise<PrivacyHold[]> {
    return this.inSystem(() =>
      this.of(PrivacyHold).find({
        where: { releasedAt: IsNull(), ...(before === null ? {} : { id: LessThan(before) }) },
        order: { id: 'DESC' },
        take: limit,
      }),
    );
  }

  async placeHold(
    caller: Caller,
    wish: { userId: string; article: string; reason?: string },
  ): Promise<PrivacyHold> {
    return this.inSystem(async () => {
      const userId = await this.intake.personFor(caller, wish.userId, 'platform:privacy:manage');
      const id = newId();
      const sealedReason =
        wish.reason === undefined
          ? null
          : await this.keys.encryptFor(userId, wish.reason, `privacy_holds/${id}/reason`);
      const row: PrivacyHold = {
        id,
        userId,
        article: wish.article,
        sealedReason,
        placedBy: caller.userId,
        placedAt: this.clock.now(),
        releasedBy: null,
        releasedAt: null,
      };
      await this.of(PrivacyHold).insert(row);
      await this.note(caller, 'privacy.hold_placed', userId, { holdId: id, article: wish.article });
      return row;
    });
  }

  /** An erasure that it blocked goes on. */
  async releaseHold(caller: Caller, id: string): Promise<PrivacyHold> {
    return this.inSystem(async () => {
      const row = await this.of(PrivacyHold).findOneBy({ id, releasedAt: IsNull() });
      if (row === null) throw authErrors.notFound();
      const change = { releasedAt: this.clock.now(), releasedBy: caller.userId };
      await this.of(PrivacyHold).update({ id }, change);
      const blocked = await this.of(PrivacyErasure).findBy({ userId: row.userId, status: 'blocked' });
      for (const erasure of blocked) await this.jobs.enqueue(advanceErasureJob, { erasureId: erasure.id });
      await this.note(caller, 'privacy.hold_released', row.userId, { holdId: id });
      return { ...row, ...change };
    });
  }

  async listConsents({ userId }: Caller): Promise<PrivacyConsent[]> {
    return this.inSystem(() => this.of(PrivacyConsent).find({ where: { userId }, order: { id: 'DESC' } }));
  }

  /** A new version takes the place of the standing one; what was is kept. */
  async setConsent(
    caller: Caller,
    { purpose, version, given }: { purpose: string; version: string; given: boolean },
  ): Promise<void> {
    await this.inSystem(async () => {
      const { userId } = caller;
      const standing = await this.of(PrivacyConsent).findOneBy({ userId, purpose, withdrawnAt: IsNull() });
      if (given ? standing?.version === version : standing === null) return;
      const now = this.clock.now();
      if (standing !== null) await this.of(PrivacyConsent).update({ id: standing.id }, { withdrawnAt: now });
      if (given)
        await this.of(PrivacyConsent).insert({ id: newId(), userId, purpose, version, givenAt: now });
      const action = given ? 'privacy.consent_given' : 'privacy.consent_withdrawn';
      await this.note(caller, action, userId, { version });
    });
  }

  private async note(
    caller: Caller,
    action: Parameters<AuditLog['record']>[0]['action'],
    userId: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({ actor: actorOf(caller), action, target: { kind: 'user', id: userId }, change });
  }

  private of<T extends object>(entity: new () => T) {
    return this.unitOfWork.manager().getRepository(entity);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
