import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, type Permission } from '#auth';
import { decide, platformScope } from '#libs/authz';
import { UnitOfWork } from '#libs/database';
import { parseReference } from '#libs/http';
import { Clock } from '#libs/time';
import { UsersStore } from '#users';
import { dueAt } from './desk/deadline.rule.js';
import { PrivacyRequest } from './privacy.entities.js';

/** What every request of a person begins with: whom it is about, whether the caller may, its place at the desk, its trace. */
@Injectable()
export class RequestIntake {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Our id of the person meant, when the caller is that person or has the permission. Until the transaction ends no
   * other request, hold or freeze of the same person comes in between.
   */
  async personFor(caller: Caller, userId: string, permission: Permission): Promise<string> {
    const reference = parseReference(userId, 'user');
    const person = reference === undefined ? null : await this.users.findByReference(reference);
    if (person !== null && person.id === caller.userId) return this.lockPerson(person.id);
    // The same answer whether the person exists or not.
    if (!this.may(caller, permission)) throw authErrors.permissionMissing(permission);
    if (person === null) throw authErrors.notFound();
    return this.lockPerson(person.id);
  }

  /** Waits until no other transaction decides about the same person, and holds them until this one ends. */
  async lockPerson(userId: string): Promise<string> {
    await this.unitOfWork
      .manager()
      .query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`privacy ${userId}`]);
    return userId;
  }

  may(caller: Caller, permission: Permission): boolean {
    return decide(caller.subject, permission, platformScope, this.clock.now());
  }

  /** Files the request with its deadline; an open one of the same kind is pointed to. */
  async receive(
    id: string,
    kind: PrivacyRequest['kind'],
    userId: string,
    caller: Caller,
    receivedAt: Date,
  ): Promise<void> {
    const requests = this.unitOfWork.manager().getRepository(PrivacyRequest);
    const earlier = await requests.findOneBy({ kind, userId, closedAt: IsNull() });
    await requests.insert({
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

  async note(
    caller: Caller,
    action: Parameters<AuditLog['record']>[0]['action'],
    userId: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({ actor: actorOf(caller), action, target: { kind: 'user', id: userId }, change });
  }
}
