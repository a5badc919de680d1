import { Injectable } from '@nestjs/common';
import { authErrors, type Caller, found } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ConsentsService } from '../consents/consents.service.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import { ExportsStore } from '../records/exports.store.js';
import { type RequestOutcome, PrivacyRequest } from '../records/privacy.entities.js';
import { privacyErrors } from '../privacy.errors.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { isExtendable, type Law, type RequestKind } from '../deadline/deadline.rule.js';
import { RequestsStore } from '../records/requests.store.js';
import { PRIVACY } from '../privacy.scope.js';

/** What somebody writes who asks for a correction or objects. */
export interface RequestWish {
  readonly userId: string;
  readonly kind: 'correction' | 'objection';
  readonly law?: Law;
  readonly fields?: readonly string[];
  readonly purposes?: readonly string[];
  readonly details?: string;
}

/** Requests of people and their answers: filed by the person or by staff for them, worked on by staff. */
@Injectable()
export class RequestsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasures: PersonErasuresStore,
    private readonly exports: ExportsStore,
    private readonly requests: RequestsStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly consents: ConsentsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Files a correction or an objection. What an objection names is consented to no longer from this moment on, whatever
   * staff decide about other grounds: a consent may be withdrawn at any time (Art. 7(3) GDPR).
   */
  async file(caller: Caller, wish: RequestWish): Promise<PrivacyRequest> {
    checkContent(wish);
    return this.unitOfWork.run(PRIVACY, async () => {
      const userId = await this.requestFactory.personFor(caller, wish.userId, 'platform:privacy:manage');
      const id = newId();
      const { kind, law = 'gdpr', fields = [], purposes = [], details = null } = wish;
      const content = { law, fields, purposes, details };
      const row = await this.requestFactory.receive(id, kind, userId, caller, this.clock.now(), content);
      await this.unitOfWork.made(id);
      for (const purpose of purposes) await this.consents.withdrawFor(caller, userId, purpose, id);
      await this.note(caller, 'privacy.request_received', row, { kind, law, fields, purposes });
      return row;
    });
  }

  /** Theirs, or for compliance staff: anybody else meets a true miss. */
  async get(caller: Caller, id: string): Promise<PrivacyRequest> {
    const row = found(await this.unitOfWork.run(PRIVACY, () => this.requests.find(id)));
    if (row.userId !== caller.userId && !this.requestFactory.may(caller, 'platform:privacy:manage'))
      throw authErrors.notFound();
    return row;
  }

  /** Once, with a reason, which the person is told: it stands in their request. */
  async extend(caller: Caller, id: string, reason: string): Promise<PrivacyRequest> {
    return this.change(id, async (row) => {
      const now = this.clock.now();
      if (row.closedAt !== null) throw privacyErrors.requestClosed();
      if (row.extendedAt !== null) throw privacyErrors.requestExtended();
      if (!isExtendable(row.law, row.kind)) throw privacyErrors.notExtendable();
      if (now > row.dueAt) throw privacyErrors.extensionTooLate();
      const sealedExtensionReason = await this.requestFactory.seal(id, row.userId, 'extension', reason);
      const due = this.requestFactory.dueAt(row.receivedAt, row.law, row.kind, true);
      await this.note(caller, 'privacy.request_extended', row, { from: row.dueAt, to: due });
      return { extendedAt: now, sealedExtensionReason, ...this.withDeadline(row, due) };
    });
  }

  /** Under which law the request stands; its deadline follows, and alarms ring anew. */
  async setLaw(caller: Caller, id: string, law: Law): Promise<PrivacyRequest> {
    return this.change(id, async (row) => {
      if (row.closedAt !== null) throw privacyErrors.requestClosed();
      if (row.law === law) return {};
      const isExtended = row.extendedAt !== null && isExtendable(law, row.kind);
      const due = this.requestFactory.dueAt(row.receivedAt, law, row.kind, isExtended);
      await this.note(caller, 'privacy.request_law_set', row, { from: row.law, to: law });
      return { law, ...this.withDeadline(row, due) };
    });
  }

  /** Answers a correction or an objection; the reason is for the person (Art. 12(4) GDPR). */
  async resolve(
    caller: Caller,
    id: string,
    { outcome, reason }: { outcome: Exclude<RequestOutcome, 'withdrawn'>; reason: string },
  ): Promise<PrivacyRequest> {
    return this.change(id, async (row) => {
      checkOpen(row);
      const sealedOutcomeReason = await this.requestFactory.seal(id, row.userId, 'outcome', reason);
      await this.note(caller, 'privacy.request_resolved', row, { outcome });
      return { outcome, sealedOutcomeReason, resolvedBy: caller.userId, closedAt: this.clock.now() };
    });
  }

  /** The person takes a correction or an objection back. */
  async withdraw(caller: Caller, id: string): Promise<PrivacyRequest> {
    const { userId } = await this.get(caller, id);
    if (userId !== caller.userId) throw authErrors.notFound();
    return this.change(id, async (row) => {
      checkOpen(row);
      await this.note(caller, 'privacy.request_withdrawn', row, {});
      return { outcome: 'withdrawn', resolvedBy: caller.userId, closedAt: this.clock.now() };
    });
  }

  /** What may be told of the sealed texts of a request. */
  async textsOf(
    row: PrivacyRequest,
  ): Promise<Record<'details' | 'extensionReason' | 'outcomeReason', string | null>> {
    return this.unitOfWork.run(PRIVACY, async () => ({
      details: await this.requestFactory.open(row.id, 'details', row.sealedDetails),
      extensionReason: await this.requestFactory.open(row.id, 'extension', row.sealedExtensionReason),
      outcomeReason: await this.requestFactory.open(row.id, 'outcome', row.sealedOutcomeReason),
    }));
  }

  private withDeadline(row: PrivacyRequest, due: Date): Pick<PrivacyRequest, 'dueAt' | 'alarmedPercent'> {
    return { dueAt: due, alarmedPercent: due > row.dueAt ? 0 : row.alarmedPercent };
  }

  private async change(
    id: string,
    decideChange: (row: PrivacyRequest) => Promise<Partial<PrivacyRequest>>,
  ): Promise<PrivacyRequest> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const row = found(await this.requests.lock(id));
      const change = await decideChange(row);
      if (Object.keys(change).length > 0) await this.requests.update(id, change);
      if (change.dueAt !== undefined) await this.moveDeadline(row.kind, id, change.dueAt);
      return { ...row, ...change };
    });
  }

  /** Exports and erasures tell their deadline themselves, under the id of their request. */
  private async moveDeadline(kind: RequestKind, id: string, due: Date): Promise<void> {
    if (kind === 'access') await this.exports.update(id, { dueAt: due });
    if (kind === 'erasure') await this.erasures.update(id, { dueAt: due });
  }

  private async note(
    caller: Caller,
    action: Parameters<PrivacyRequestFactoryService['note']>[1],
    { id, userId }: PrivacyRequest,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.requestFactory.note(caller, action, userId, { requestId: id, ...change });
  }
}

/** @throws AppError when the content does not fit the kind */
function checkContent({ kind, fields = [], purposes = [], details }: RequestWish): void {
  if (kind === 'correction') {
    if (purposes.length > 0) throw privacyErrors.foreignContent();
    if (fields.length === 0 && details === undefined) throw privacyErrors.nothingToCorrect();
    return;
  }
  if (fields.length > 0) throw privacyErrors.foreignContent();
  if (purposes.length === 0) throw privacyErrors.nothingObjectedTo();
}

/** @throws AppError when the request is answered, or ends by itself */
function checkOpen({ kind, closedAt }: { kind: RequestKind; closedAt: Date | null }): void {
  if (kind === 'access' || kind === 'erasure') throw privacyErrors.requestEndsItself();
  if (closedAt !== null) throw privacyErrors.requestAnswered();
}
