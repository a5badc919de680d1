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
    await this.recordAll([entry]);
  }

  /** Adds several rows, in order, under the same promise as {@link record}. */
  async recordAll(entries: readonly AuditEntry[]): Promise<void> {
    for (let done = 0; done < entries.length; done += ROWS_AT_ONCE) {
      const rows = entries.slice(done, done + ROWS_AT_ONCE).map(rowOf);
      await this.unitOfWork.manager().getRepository(AuditEvent).insert(rows);
    }
  }
}

// PostgreSQL takes 65 535 parameters in one statement.
const ROWS_AT_ONCE = 1_000;

function rowOf(entry: AuditEntry) {
  const { actor } = entry;
  return {
    id: newId(),
    action: entry.action,
    outcome: entry.outcome ?? ('allowed' as const),
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
  };
}
