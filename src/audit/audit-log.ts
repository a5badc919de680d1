import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { requestContext } from '#libs/http';
import type { AuditAction } from './audit-actions.js';
import { AuditEvent } from './audit-event.entity.js';

export interface AuditEntry {
  actor: Actor;
  action: AuditAction;
  /** Where it happened; an organization or property scope fits as it is. */
  scope?: { organizationId?: string | null; propertyId?: string | null };
  target?: { kind: string; id: string };
  /** What changed, as `{ field: { from, to } }` or plain facts; only ids, roles, states and times. */
  change?: Readonly<Record<string, unknown>>;
  /** Default `allowed`. */
  outcome?: 'allowed' | 'denied';
}

/** Writes what happened, in the transaction in which it happens. */
@Injectable()
export class AuditLog {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Adds one row. When it cannot be added the error ends the transaction: no change without its row.
   *
   * @throws TransactionScopeError outside a transaction
   */
  async record(entry: AuditEntry): Promise<void> {
    const { actor } = entry;
    await this.unitOfWork
      .manager()
      .getRepository(AuditEvent)
      .insert({
        id: newId(),
        action: entry.action,
        outcome: entry.outcome ?? 'allowed',
        actorKind: actor.kind,
        actorId: actor.kind === 'user' ? actor.userId : actor.name,
        impersonatorId: actor.kind === 'user' ? actor.impersonator : null,
        reason: actor.kind === 'user' ? actor.reason : null,
        organizationId: entry.scope?.organizationId ?? null,
        propertyId: entry.scope?.propertyId ?? null,
        targetKind: entry.target?.kind ?? null,
        targetId: entry.target?.id ?? null,
        change: entry.change ?? {},
        requestId: requestContext()?.requestId ?? null,
      });
  }
}
