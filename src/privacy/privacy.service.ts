import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { AuditLog, SubjectKeys } from '#audit';
import { actorOf, authErrors, type Caller, type Permission, systemScope } from '#auth';
import { decide, platformScope } from '#libs/authz';
import { newId, UnitOfWork } from '#libs/database';
import { parseReference } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { UsersStore } from '#users';
import { dueAt } from './desk/deadline.rule.js';
import { STEP_NAMES } from './erasure/erasure-run.service.js';
import { PrivacyErasure } from './erasure/privacy-erasure.entity.js';
import { PrivacyExport, PrivacyRequest } from './privacy.entities.js';
import { privacyErrors } from './privacy.errors.js';
import { advanceErasureJob, packExportJob } from './privacy.jobs.js';

const DAY_MS = 86_400_000;

/** Exports and erasures, asked for by the person or by staff on their behalf. */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly jobs: JobQueue,
    private readonly keys: SubjectKeys,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async requestExport(caller: Caller, userId: string): Promise<PrivacyExport> {
    return this.inSystem(async () => {
      const person = await this.personFor(caller, userId, 'platform:privacy:export');
      const erasing = await this.erasures().existsBy({
        userId: person,
        status: In(['running', 'waiting']),
      });
      if (erasing) throw privacyErrors.personErasing();
      const requestedAt = this.clock.now();
      const row: PrivacyExport = {
        id: newId(),
        userId: person,
        requestedBy: caller.userId,
        status: 'pending',
        sealedKey: null,
        bytes: null,
        sha256: null,
        requestedAt,
        dueAt: dueAt(requestedAt, 'gdpr'),
        finishedAt: null,
        expiresAt: null,
      };
      await this.exports().insert(row);
      await this.receive(row.id, 'access', person, caller, requestedAt);
      await this.jobs.enqueue(packExportJob, { exportId: row.id });
      await this.note(caller, 'privacy.export_requested', person, { exportId: row.id });
      return row;
    });
  }

  /** Theirs, or asked for by them: anybody else meets a true miss. */
  async getExport(caller: Caller, id: string): Promise<PrivacyExport> {
    const row = await this.inSystem(() => this.exports().findOneBy({ id }));
    if (row === null || (row.userId !== caller.userId && row.requestedBy !== caller.userId))
      throw authErrors.notFound();
    const isOver = row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return isOver ? { ...row, status: 'expired' } : row;
  }

  async noteDownload(caller: Caller, row: PrivacyExport): Promise<void> {
    await this.inSystem(() =>
      this.note(caller, 'privacy.export_downloaded', row.userId, { exportId: row.id }),
    );
  }

  /** Asked for by staff it waits for a second person; a hold is met when it begins. */
  async requestErasure(
    caller: Caller,
    wish: { userId: string; reason?: string; gracePeriodDays?: number },
  ): Promise<PrivacyErasure> {
    return this.inSystem(async () => {
      const person = await this.personFor(caller, wish.userId, 'platform:privacy:erase');
      const id = newId();
      const requestedAt = this.clock.now();
      const isOpen = await this.erasures().existsBy({
        userId: person,
        status: In(['awaiting_approval', 'grace', 'running', 'waiting', 'blocked']),
      });
      if (isOpen) throw privacyErrors.erasureOpen();
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
        sealedParticulars: null,
        sealedReason,
        requestedAt,
        dueAt: dueAt(requestedAt, 'gdpr'),
        eraseAfter,
        blockedBy: null,
        steps: STEP_NAMES.map((name) => ({ name, status: 'pending', count: 0 })),
        certificate: null,
        finishedAt: null,
      };
      await this.erasures().insert(row);
      await this.receive(id, 'erasure', person, caller, requestedAt);
      if (row.status === 'grace') await this.schedule(row);
      await this.note(caller, 'privacy.erasure_requested', person, { erasureId: id, eraseAfter });
      return row;
    });
  }

  async getErasure(caller: Caller, id: string): Promise<PrivacyErasure> {
    const row = await this.inSystem(() => this.erasures().findOneBy({ id }));
    if (row === null) throw authErrors.notFound();
    if (row.userId !== caller.userId && !this.may(caller, 'platform:privacy:erase'))
      throw authErrors.notFound();
    return row;
  }

  async cancelErasure(caller: Caller, id: string): Promise<PrivacyErasure> {
    await this.getErasure(caller, id);
    return this.changeErasure(id, async (row) => {
      const mayStop = ['awaiting_approval', 'grace', 'blocked'].includes(row.status);
      if (!mayStop || row.steps.some(({ status }) => status === 'done'))
        throw privacyErrors.erasureNotCancellable();
      const now = this.clock.now();
      await this.requests().update({ id }, { closedAt: now });
      await this.note(caller, 'privacy.erasure_cancelled', row.userId, { erasureId: id });
      return { status: 'cancelled', finishedAt: now, sealedReason: null };
    });
  }

  async approveErasure(caller: Caller, id: string): Promise<PrivacyErasure> {
    await this.getErasure(caller, id);
    if (!this.may(caller, 'platform:privacy:erase'))
      throw authErrors.permissionMissing('platform:privacy:erase');
    return this.changeErasure(id, async (row) => {
      if (row.status !== 'awaiting_approval') throw privacyErrors.erasureNotAwaiting();
      if (row.requestedBy === caller.userId || row.userId === caller.userId)
        throw privacyErrors.secondPerson();
      await this.schedule(row);
      await this.note(caller, 'privacy.erasure_approved', row.userId, { erasureId: id });
      return { status: 'grace', approvedBy: caller.userId };
    });
  }

  /** Our id of the person meant, when the caller is that person or has the permission. */
  async personFor(caller: Caller, userId: string, permission: Permission): Promise<string> {
    const reference = parseReference(userId, 'user');
    const person = reference === undefined ? null : await this.users.findByReference(reference);
    if (person !== null && person.id === caller.userId) return person.id;
    // The same answer whether the person exists or not.
    if (!this.may(caller, permission)) throw authErrors.permissionMissing(permission);
    if (person === null) throw authErrors.notFound();
    return person.id;
  }

  private may(caller: Caller, permission: Permission): boolean {
    return decide(caller.subject, permission, platformScope, this.clock.now());
  }

  private async changeErasure(
    id: string,
    decideChange: (row: PrivacyErasure) => Promise<Partial<PrivacyErasure>>,
  ): Promise<PrivacyErasure> {
    return this.inSystem(async () => {
      const row = await this.erasures()
        .createQueryBuilder('erasure')
        .setLock('pessimistic_write')
        .where('erasure.id = :id', { id })
        .getOneOrFail();
      const change = await decideChange(row);
      await this.erasures().update({ id }, { ...change });
      return { ...row, ...change };
    });
  }

  private async schedule({ id, eraseAfter }: PrivacyErasure): Promise<void> {
    await this.jobs.enqueue(advanceErasureJob, { erasureId: id }, { startAfter: eraseAfter });
  }

  private async receive(
    id: string,
    kind: PrivacyRequest['kind'],
    userId: string,
    caller: Caller,
    receivedAt: Date,
  ): Promise<void> {
    const earlier = await this.requests().findOneBy({ kind, userId, closedAt: IsNull() });
    await this.requests().insert({
      id,
      kind,
      law: 'gdpr',
      userId,
      requestedBy: caller.userId,
      receivedAt,
      dueAt: dueAt(receivedAt, 'gdpr'),
      duplicateOf: earlier?.id ?? null,
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

  private exports() {
    return this.unitOfWork.manager().getRepository(PrivacyExport);
  }

  private erasures() {
    return this.unitOfWork.manager().getRepository(PrivacyErasure);
  }

  private requests() {
    return this.unitOfWork.manager().getRepository(PrivacyRequest);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
