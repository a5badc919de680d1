import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditedAccessLog } from './audited-access-log.js';
import { AuditChainStatusService } from './search/audit-chain-status.service.js';
import { AuditCheckpoints } from './chain/audit-checkpoints.js';
import { AuditHead } from './chain/audit-head.js';
import { AuditRowsStore } from './chain/audit-rows.store.js';
import { AuditSealer } from './chain/audit-sealer.js';
import { SealedLog } from './chain/sealed-log.js';
import { DocumentSigner } from './document-signer.js';
import { SigningKeysController } from './keys/signing-keys.controller.js';
import { PersonalPart } from './personal-part.js';
import { AuditPush } from './push/audit-push.js';
import { RefusalFolds } from './refusals/refusal-folds.js';
import { AuditRetention } from './retention/audit-retention.js';
import { AuditExportService } from './search/audit-export.service.js';
import {
  OrganizationAuditLogController,
  PlatformAuditLogController,
  PropertyAuditLogController,
} from './search/audit-log.controller.js';
import { AuditSearchService } from './search/audit-search.service.js';
import { AuditSearchStore } from './search/audit-search.store.js';
import { SubjectKeys } from './subjects/subject-keys.js';
import { SubjectKeysStore } from './subjects/subject-keys.store.js';
import { AuditCheckService } from './verify/audit-check.service.js';
import { AuditHealthService } from './chain/audit-health.service.js';

@Module({
  controllers: [
    OrganizationAuditLogController,
    PropertyAuditLogController,
    PlatformAuditLogController,
    SigningKeysController,
  ],
  providers: [
    AuditChainStatusService,
    AuditHealthService,
    AuditLog,
    AuditedAccessLog,
    AuditCheckService,
    AuditCheckpoints,
    AuditHead,
    AuditRowsStore,
    AuditSealer,
    AuditPush,
    AuditRetention,
    RefusalFolds,
    AuditSearchService,
    AuditSearchStore,
    AuditExportService,
    PersonalPart,
    SealedLog,
    DocumentSigner,
    SubjectKeys,
    SubjectKeysStore,
  ],
  exports: [
    AuditLog,
    AuditedAccessLog,
    AuditCheckService,
    AuditCheckpoints,
    AuditPush,
    AuditRetention,
    AuditSealer,
    AuditHead,
    DocumentSigner,
    RefusalFolds,
    SealedLog,
    SubjectKeys,
  ],
})
export class AuditModule {}
