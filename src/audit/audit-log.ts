import { Injectable, Optional } from '@nestjs/common';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { requestContext } from '#libs/http';
import type { AuditAction } from './audit-actions.js';
import { PersonalPart } from './personal-part.js';

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
  /** @param personal left out by tools that only act as a part of the service, whose rows hold nothing personal */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Optional() private readonly personal?: PersonalPart,
  ) {}

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
      const rows = [];
      for (const entry of entries.slice(done, done + ROWS_AT_ONCE)) rows.push(await this.rowOf(entry));
      await this.unitOfWork.manager().query(INSERT, [JSON.stringify(rows)]);
    }
  }

  private async rowOf(entry: AuditEntry) {
    const id = newId();
    const personal = await this.personal?.seal(id, entry.actor);
    return {
      ...factsOf(entry),
      id,
      reason: personal?.reason ?? null,
      client: personal?.client ?? null,
    };
  }
}

// One parameter for any number of rows, and none of an ORM's work: this runs in every write.
const INSERT = `insert into audit_events (id, action, outcome, actor_kind, actor_id, impersonator_id, organization_id,
    property_id, target_kind, target_id, change, reason, request_id, client)
  select * from jsonb_to_recordset($1::jsonb) as entry(id uuid, action text, outcome text, "actorKind" text,
    "actorId" text, "impersonatorId" text, "organizationId" uuid, "propertyId" uuid, "targetKind" text,
    "targetId" text, change jsonb, reason text, "requestId" text, client text)`;

const ROWS_AT_ONCE = 1_000;

function factsOf(entry: AuditEntry) {
  const { actor } = entry;
  return {
    action: entry.action,
    outcome: entry.outcome ?? ('allowed' as const),
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.userId : actor.name,
    impersonatorId: actor.kind === 'user' ? actor.impersonator : null,
    organizationId: entry.scope?.organizationId ?? null,
    propertyId: entry.scope?.propertyId ?? null,
    targetKind: entry.target?.kind ?? null,
    targetId: entry.target?.id ?? null,
    change: entry.change ?? {},
    requestId: requestContext()?.requestId ?? null,
  };
}
