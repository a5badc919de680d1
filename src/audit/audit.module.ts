import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditedAccessLog } from './audited-access-log.js';
import { AuditCheckpoints } from './chain/audit-checkpoints.js';
import { AuditHead } from './chain/audit-head.js';
import { AuditRowsStore } from './chain/audit-rows.store.js';
import { AuditSealer } from './chain/audit-sealer.js';
import { DocumentSigner } from './document-signer.js';
import { PersonalPart } from './personal-part.js';
import { SubjectKeys } from './subjects/subject-keys.js';
import { SubjectKeysStore } from './subjects/subject-keys.store.js';

@Module({
  providers: [
    AuditLog,
    AuditedAccessLog,
    AuditCheckpoints,
    AuditHead,
    AuditRowsStore,
    AuditSealer,
    PersonalPart,
    DocumentSigner,
    SubjectKeys,
    SubjectKeysStore,
  ],
  exports: [
    AuditLog,
    AuditedAccessLog,
    AuditCheckpoints,
    AuditSealer,
    AuditHead,
    DocumentSigner,
    SubjectKeys,
  ],
})
export class AuditModule {}
