/**
 * The audit log: who did what, where, and how it ended; changes and refusals.
 *
 * Owns `audit_events`. Invariants: a change and its row are one transaction, so neither exists without the other; rows
 * are only ever added; they hold ids and facts, never a name or an address of a person.
 */
export { AuditModule } from './audit.module.js';
export { AuditLog } from './audit-log.js';
export type { AuditEntry } from './audit-log.js';
export { AuditedAccessLog } from './audited-access-log.js';
export type { AuditAction } from './audit-actions.js';
export { AuditEvent } from './audit-event.entity.js';
