import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditedAccessLog } from './audited-access-log.js';
import { AuditHead } from './chain/audit-head.js';
import { DocumentSigner } from './document-signer.js';
import { SubjectKeys } from './subjects/subject-keys.js';
import { SubjectKeysStore } from './subjects/subject-keys.store.js';

@Module({
  providers: [AuditLog, AuditedAccessLog, AuditHead, DocumentSigner, SubjectKeys, SubjectKeysStore],
  exports: [AuditLog, AuditedAccessLog, AuditHead, DocumentSigner, SubjectKeys],
})
export class AuditModule {}
