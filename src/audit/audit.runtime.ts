import { type ModuleRuntime, periodicWork } from '#manifest';
import { AuditEvent } from './audit-event.entity.js';
import { AuditChainState } from './chain/audit-chain-state.entity.js';
import { AuditCheckpoint } from './chain/audit-checkpoint.entity.js';
import { AuditSeal } from './chain/audit-seal.entity.js';
import { RefusalFolds } from './refusals/refusal-folds.js';
import { SubjectKey } from './subjects/subject-key.entity.js';
import { AuditCheckService } from './verify/audit-check.service.js';
import { AuditHealthService } from './chain/audit-health.service.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [AuditChainState, AuditCheckpoint, AuditEvent, AuditSeal, SubjectKey],
  health: { audit_log: AuditHealthService },
  periodicWork: {
    'audit.refusals': periodicWork(RefusalFolds, (refusals, { commit, signal }) =>
      refusals.close(commit, signal),
    ),
    'audit.verify': periodicWork(AuditCheckService, (check, { signal }) => check.run(signal)),
  },
};
