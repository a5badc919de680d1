import { csvLine } from '#libs/csv';
import { contentOf } from '../chain/audit-row.js';
import { AuditEntryResponse } from './audit-entry.dto.js';
import type { ReadableRow } from './audit-search.service.js';

/**
 * A row as a line of JSON. `content` is what is hashed, in the form that `audit verify` reads again; `reason` and
 * `client` beside it are the same in clear, for people, and can be erased without touching the hash.
 */
export function ndjsonLine({ row, personal }: ReadableRow): string {
  return lineOf({
    type: 'event',
    sequence: Number(row.sequence),
    previousHash: row.previous_hash?.toString('hex'),
    hash: row.hash?.toString('hex'),
    content: contentOf(row),
    reason: personal.reason,
    client: personal.client,
    erased: personal.isErased,
  });
}

export function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

export const CSV_HEADER = csvLine([
  'sequence',
  'id',
  'occurredAt',
  'action',
  'outcome',
  'actorKind',
  'actorId',
  'impersonatorId',
  'organizationId',
  'propertyId',
  'targetKind',
  'targetId',
  'change',
  'reason',
  'address',
  'userAgent',
  'erased',
  'requestId',
  'hash',
]);

export function csvRow({ row, personal }: ReadableRow): string {
  const entry = AuditEntryResponse.from(row, personal);
  return csvLine([
    entry.sequence,
    entry.id,
    entry.occurredAt,
    entry.action,
    entry.outcome,
    entry.actor.kind,
    entry.actor.id,
    entry.actor.impersonatorId,
    entry.organizationId,
    entry.propertyId,
    entry.target?.kind ?? null,
    entry.target?.id ?? null,
    row.change,
    entry.reason,
    entry.client?.address ?? null,
    entry.client?.userAgent ?? null,
    entry.erased,
    entry.requestId,
    row.hash?.toString('hex') ?? null,
  ]);
}
