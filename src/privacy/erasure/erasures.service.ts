import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { authErrors, type Caller, found } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PlatformOwnerProtectionService } from '#users';
import { RequestsStore } from '../records/requests.store.js';
import { privacyErrors } from '../privacy.errors.js';
import { advanceErasureJob } from '../privacy.jobs.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { pending, PERSON_STEPS } from './step-names.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { PRIVACY } from '../privacy.scope.js';

const DAY_MS = 86_400_000;

/** Erasures, asked for by the person or by staff on their behalf; what then happens is `ErasureRunService`. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: PersonErasuresStore,
    private readonly requests: RequestsStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly jobs: JobQueue,
    private readonly keys: SubjectKeys,
    private readonly owners: PlatformOwnerProtectionService,
    private readonly clock: Clock,
  ) {}

  /** Asked for by staff it waits for a second person; a hold is met when it begins. */
  async request(
    caller: Caller,
    wish: { userId: string; reason?: string; gracePeriodDays?: number },
  ): Promise<PrivacyErasure> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const person = await this.requestFactory.personFor(caller, wish.userId, 'platform:privacy:erase');
      const id = newId();
      const requestedAt = this.clock.now();
      if ((await this.rows.findOpen(person)) !== null) throw privacyErrors.erasureOpen();
      if (await this.owners.isLastOwner(person)) throw privacyErrors.lastPlatformOwner();
      const eraseAfter = new Date(requestedAt.getTime() + (wish.gracePeriodDays ?? 7) * DAY_MS);
      const { reason } = wish;
      const sealedReason =
        reason === undefined
          ? null
          : await this.keys.encryptFor(person, reason, `privacy_erasures/${id}/reason`);
      const row: PrivacyErasure = {
        id,
        userId: person,
        requestedBy: caller.userId,
        approvedBy: null,
        status: person === caller.userId ? 'grace' : 'awaiting_approval',
        sealedIdentifiers: null,
        sealedReason,
        requestedAt,
        dueAt: this.requestFactory.dueAt(requestedAt, 'gdpr', 'erasure'),
        eraseAfter,
        cause: 'request',
        begunAt: null,
        blockedBy: null,
        waitingFor: null,
        waitingSince: null,
        nextTryAt: null,
        steps: pending(PERSON_STEPS),
        certificate: null,
        finishedAt: null,
      };
      await this.rows.insert(row);
      await this.unitOfWork.made(id);
      await this.requestFactory.receive(id, 'erasure', person, caller, requestedAt);
      if (row.status === 'grace') await this.schedule(row);
      await this.requestFactory.note(caller, 'privacy.erasure_requested', person, {
        erasureId: id,
        eraseAfter,
      });
      return row;
    });
  }

  async get(caller: Caller, id: string): Promise<PrivacyErasure> {
    const row = found(await this.unitOfWork.run(PRIVACY, () => this.rows.find(id)));
    if (row.userId !== caller.userId && !this.requestFactory.may(caller, 'platform:privacy:erase'))
      throw authErrors.notFound();
    return row;
  }

  async cancel(caller: Caller, id: string): Promise<PrivacyErasure> {
    await this.get(caller, id);
    return this.change(id, async (row) => {
      const mayStop = ['awaiting_approval', 'grace', 'blocked'].includes(row.status);
      const waitsToBegin = row.status === 'waiting' && row.begunAt === null;
      if (!(mayStop || waitsToBegin) || row.steps.some(({ status }) => status === 'done'))
        throw privacyErrors.erasureNotCancellable();
      const now = this.clock.now();
      await this.requests.update(id, { closedAt: now });
      await this.requestFactory.note(caller, 'privacy.erasure_cancelled', row.userId, { erasureId: id });
      return { status: 'cancelled', finishedAt: now, sealedReason: null };
    });
  }

  async approve(caller: Caller, id: string): Promise<PrivacyErasure> {
    await this.get(caller, id);
    if (!this.requestFactory.may(caller, 'platform:privacy:erase'))
      throw authErrors.permissionMissing('platform:privacy:erase');
    return this.change(id, async (row) => {
      if (row.status !== 'awaiting_approval') throw privacyErrors.erasureNotAwaiting();
      if (row.requestedBy === caller.userId || row.userId === caller.userId)
        throw privacyErrors.secondPerson();
      await this.schedule(row);
      await this.requestFactory.note(caller, 'privacy.erasure_approved', row.userId, { erasureId: id });
      return { status: 'grace', approvedBy: caller.userId };
    });
  }

  private async change(
    id: string,
    decideChange: (row: PrivacyErasure) => Promise<Partial<PrivacyErasure>>,
  ): Promise<PrivacyErasure> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const row = found(await this.rows.lock(id));
      const change = await decideChange(row);
      await this.rows.update(id, change);
      return { ...row, ...change };
    });
  }

  private async schedule({ id, eraseAfter }: PrivacyErasure): Promise<void> {
    await this.jobs.enqueue(advanceErasureJob, { erasureId: id }, { startAfter: eraseAfter });
  }
}
