import { Injectable, Optional } from '@nestjs/common';
import type { Actor } from '#auth';
import { type NamedStatement, newId, UnitOfWork } from '#libs/database';
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
   * Adds one row, which goes to the database together with `COMMIT`. When it cannot be added, nothing is committed: no
   * change without its row.
   *
   * @throws TransactionScopeError outside a transaction
   */
  async record(entry: AuditEntry): Promise<void> {
    await this.recordAll([entry]);
  }

  /** Adds several rows, in order, under the same promise as {@link record}. */
  async recordAll(entries: readonly AuditEntry[]): Promise<void> {
    const [only] = entries;
    if (only !== undefined && entries.length === 1) {
      const row = await this.rowOf(only);
      const values = Object.values({ ...row, change: JSON.stringify(row.change) });
      await this.unitOfWork.beforeCommit(INSERT_ONE, values);
      return;
    }
    for (let done = 0; done < entries.length; done += ROWS_AT_ONCE) {
      const rows: NewRow[] = [];
      for (const entry of entries.slice(done, done + ROWS_AT_ONCE)) rows.push(await this.rowOf(entry));
      await this.unitOfWork.manager().query(INSERT, [JSON.stringify(rows)]);
    }
  }

  private async rowOf(entry: AuditEntry): Promise<NewRow> {
    const { actor, scope, target } = entry;
    const id = newId();
    const personal = await this.personal?.seal(id, actor);
    return {
      id,
      action: entry.action,
      outcome: entry.outcome ?? 'allowed',
      actorKind: actor.kind,
      actorId: idOfActor(actor),
      impersonatorId: actor.kind === 'user' ? actor.impersonator : null,
      organizationId: scope?.organizationId ?? null,
      propertyId: scope?.propertyId ?? null,
      targetKind: target?.kind ?? null,
      targetId: target?.id ?? null,
      change: changeOf(entry),
      reason: personal?.reason ?? null,
      requestId: requestContext()?.requestId ?? null,
      client: personal?.client ?? null,
    };
  }
}

function idOfActor(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return actor.userId;
    case 'service_account':
      return actor.accountId;
    case 'system':
      return actor.name;
  }
}

/** What a service account did says by which of its keys, which may have leaked, and in whose name an agent acted. */
function changeOf({ actor, change = {} }: AuditEntry): Readonly<Record<string, unknown>> {
  if (actor.kind !== 'service_account') return change;
  const { keyId, onBehalfOf } = actor;
  return { ...change, ...(keyId !== null && { keyId }), ...(onBehalfOf !== null && { onBehalfOf }) };
}

/** A row before the database adds time and transaction; in the order of {@link COLUMNS}. */
interface NewRow {
  readonly id: string;
  readonly action: AuditAction;
  readonly outcome: 'allowed' | 'denied';
  readonly actorKind: Actor['kind'];
  readonly actorId: string;
  readonly impersonatorId: string | null;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly change: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly client: string | null;
}

const COLUMNS = `id, action, outcome, actor_kind, actor_id, impersonator_id, organization_id, property_id, target_kind,
    target_id, change, reason, request_id, client`;

// This runs in every write: planned once for each connection, and none of an ORM's work.
const INSERT_ONE: NamedStatement = {
  name: 'one audit row',
  text: `insert into audit_events (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
  many: {
    name: 'audit rows',
    text: `insert into audit_events (${COLUMNS})
      select (entry->>0)::uuid, entry->>1, entry->>2, entry->>3, entry->>4, entry->>5, (entry->>6)::uuid, (entry->>7)::uuid,
             entry->>8, entry->>9, (entry->>10)::jsonb, entry->>11, entry->>12, entry->>13
        from jsonb_array_elements($1::jsonb) entry`,
  },
};

// One parameter for any number of rows.
const INSERT = `insert into audit_events (${COLUMNS})
  select * from jsonb_to_recordset($1::jsonb) as entry(id uuid, action text, outcome text, "actorKind" text,
    "actorId" text, "impersonatorId" text, "organizationId" uuid, "propertyId" uuid, "targetKind" text,
    "targetId" text, change jsonb, reason text, "requestId" text, client text)`;

const ROWS_AT_ONCE = 1_000;
