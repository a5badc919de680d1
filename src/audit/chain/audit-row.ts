import { parseExactJson, type SealedRow } from '#libs/audit-chain';

/** A row as the database gives it for hashing: every value as text, so that nothing is rounded on the way. */
export interface AuditRow {
  readonly id: string;
  readonly occurred_at: string;
  readonly action: string;
  readonly outcome: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly impersonator_id: string | null;
  readonly organization_id: string | null;
  readonly property_id: string | null;
  readonly target_kind: string | null;
  readonly target_id: string | null;
  readonly change: string;
  readonly reason: string | null;
  readonly request_id: string | null;
  readonly client: string | null;
  readonly sequence: string | null;
  readonly previous_hash: Buffer | null;
  readonly hash: Buffer | null;
}

/** What of {@link AuditRow} is in `audit_events`. Times with all six digits, JSON as the text that is stored. */
export const AUDIT_CONTENT_COLUMNS = `id,
  to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
  action, outcome, actor_kind, actor_id, impersonator_id, organization_id, property_id, target_kind, target_id,
  change::text as change, reason, request_id, client`;

/** The columns of {@link AuditRow}, from `audit_events` and `audit_seals`. */
export const AUDIT_ROW_COLUMNS = `${AUDIT_CONTENT_COLUMNS}, sequence, previous_hash, hash`;

/** What of a row is hashed. Personal values are in it as ciphertext, so the hash outlives their erasure. */
export interface AuditContent extends Readonly<Record<string, unknown>> {
  readonly id: string;
  /** ISO 8601 in UTC, with microseconds. */
  readonly occurredAt: string;
  readonly action: string;
  readonly outcome: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly impersonatorId: string | null;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly change: unknown;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly client: string | null;
}

export function contentOf(row: Omit<AuditRow, 'sequence' | 'previous_hash' | 'hash'>): AuditContent {
  return {
    id: row.id,
    occurredAt: row.occurred_at,
    action: row.action,
    outcome: row.outcome,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    impersonatorId: row.impersonator_id,
    organizationId: row.organization_id,
    propertyId: row.property_id,
    targetKind: row.target_kind,
    targetId: row.target_id,
    change: parseExactJson(row.change),
    reason: row.reason,
    requestId: row.request_id,
    client: row.client,
  };
}

/** @throws Error for a row without a position */
export function sealedRowOf(row: AuditRow): SealedRow & { readonly content: AuditContent } {
  return {
    sequence: Number(row.sequence ?? Number.NaN),
    previousHash: row.previous_hash ?? Buffer.alloc(0),
    hash: row.hash ?? Buffer.alloc(0),
    content: contentOf(row),
  };
}

/** The name of a log in its hashes and checkpoints. */
export function originOfChain(chainId: string): string {
  return `tenantry/audit/${chainId}`;
}
