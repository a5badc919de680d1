import { Injectable } from '@nestjs/common';
import { AuditLog, SubjectKeys } from '#audit';
import { actorOf, authErrors, type Caller, found, parseReference, type Permission } from '#auth';
import { decide, platformScope } from '#libs/authz';
import { Environment } from '#settings';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { dueAt, type Law, type RequestKind } from './deadline/deadline.rule.js';
import type { PrivacyRequest } from './records/privacy.entities.js';
import { RequestsStore } from './records/requests.store.js';

/** What a request says beside its kind. */
export interface RequestContent {
  readonly law?: Law;
  readonly fields?: readonly string[];
  readonly purposes?: readonly string[];
  readonly details?: string | null;
}

/** What every request of a person begins with: whom it is about, whether the caller may, its case, its trace. */
@Injectable()
export class PrivacyRequestFactoryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly requests: RequestsStore,
    private readonly audit: AuditLog,
    private readonly keys: SubjectKeys,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /**
   * Our id of the person meant, when the caller is that person or has the permission. Until the transaction ends no
   * other request, hold or freeze of the same person comes in between.
   */
  async personFor(caller: Caller, userId: string, permission: Permission): Promise<string> {
    const reference = parseReference(userId, 'user');
    const person = reference === undefined ? null : await this.users.findByReference(reference);
    if (person !== null && person.id === caller.userId) return this.lockSubject(person.id);
    // The same answer whether the person exists or not.
    if (!this.may(caller, permission)) throw authErrors.permissionMissing(permission);
    return this.lockSubject(found(person).id);
  }

  /** Waits until no other transaction decides about the same person or organization, and holds them until this one ends. */
  async lockSubject(id: string): Promise<string> {
    await this.unitOfWork
      .manager()
      .query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`privacy ${id}`]);
    return id;
  }

  may(caller: Caller, permission: Permission): boolean {
    return decide(caller.subject, permission, platformScope, this.clock.now());
  }

  /** When a request is due, by the law it is made under and the clock of the controller. */
  dueAt(receivedAt: Date, law: Law, kind: RequestKind, extended = false): Date {
    return dueAt(receivedAt, law, extended, kind, this.environment.privacy.timeZone);
  }

  /**
   * Files the request with its deadline. A second one of the same kind for the same person is taken in all the same,
   * since it may say more than the first, and points to that one.
   */
  async receive(
    id: string,
    kind: RequestKind,
    userId: string,
    caller: Pick<Caller, 'userId'>,
    receivedAt: Date,
    content: RequestContent = {},
  ): Promise<PrivacyRequest> {
    const { law = 'gdpr', fields = [], purposes = [], details = null } = content;
    // Of two at the same time, one is the first.
    await this.lockSubject(userId);
    const first = await this.requests.findFirst(kind, userId);
    const row: PrivacyRequest = {
      id,
      kind,
      law,
      userId,
      requestedBy: caller.userId,
      receivedAt,
      dueAt: this.dueAt(receivedAt, law, kind),
      extendedAt: null,
      sealedExtensionReason: null,
      duplicateOf: first?.id ?? null,
      alarmedPercent: 0,
      fields: [...fields],
      purposes: [...purposes],
      sealedDetails: await this.seal(id, userId, 'details', details),
      closedAt: null,
      outcome: null,
      sealedOutcomeReason: null,
      resolvedBy: null,
    };
    await this.requests.insert(row);
    return row;
  }

  /** A text about the person of a request, as it may be stored; null also when their key is gone. */
  async seal(id: string, userId: string, name: string, text: string | null): Promise<string | null> {
    return text === null ? null : this.keys.encryptFor(userId, text, `privacy_requests/${id}/${name}`);
  }

  /** @returns null where there is none, or its key is gone */
  async open(id: string, name: string, sealed: string | null): Promise<string | null> {
    return sealed === null ? null : this.keys.decrypt(sealed, `privacy_requests/${id}/${name}`);
  }

  /** Writes down what is done about a person or an organization. @param subject our id of the person, or the organization */
  async note(
    caller: Caller,
    action: Parameters<AuditLog['record']>[0]['action'],
    subject: string | OrganizationScope,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const about =
      typeof subject === 'string'
        ? { target: { kind: 'user', id: subject } }
        : { scope: subject, target: { kind: 'organization', id: subject.organizationId } };
    await this.audit.record({ actor: actorOf(caller), action, ...about, change });
  }
}
