/**
 * The audit log: who did what, where, and how it ended; changes and refusals.
 *
 * Owns `audit_events`, `audit_seals`, `audit_chain`, `audit_checkpoints`, `audit_refusals`, `subject_keys`. Invariants:
 * a change and its row are one transaction, so neither exists without the other; rows are only ever added, and sealed
 * once into a hash chain; what is personal in them stands there as ciphertext under the person's own key only.
 */
export { AuditModule } from './audit.module.js';
export { AuditLog } from './audit-log.js';
export type { AuditEntry } from './audit-log.js';
export { AuditedAccessLog } from './audited-access-log.js';
export type { AuditAction } from './audit-actions.js';
export { AuditCheckpoints, AuditHistoryError } from './chain/audit-checkpoints.js';
export { AuditRetention } from './retention/audit-retention.js';
export { AUDIT_ROWS, AuditPush } from './push/audit-push.js';
export { RefusalFolds } from './refusals/refusal-folds.js';
export { AuditSealer } from './chain/audit-sealer.js';
export { AuditHead, type Head } from './chain/audit-head.js';
export { SealedLog, type SealedEntry } from './chain/sealed-log.js';
export { DocumentSigner } from './document-signer.js';
export type { AuditReport } from './verify/audit-report.js';
export { verifyDatabase } from './verify/verify-database.js';
export { ExportFormatError, verifyExport } from './verify/verify-export.js';
export { masterKeyUse, type MasterKeyUse } from './subjects/master-key-use.js';
export { rotateMasterKey } from './subjects/rotate-master-key.js';
export { SubjectKeys, type SealedValue } from './subjects/subject-keys.js';
export { AuditChangedError, AuditCheckService } from './verify/audit-check.service.js';
