import { defineModule, EVERYBODY } from '#manifest';
import { AuditLog1763600000060 } from './migrations/1763600000060-audit-log.js';
import { AuditChain1763600000061 } from './migrations/1763600000061-audit-chain.js';
import { AuditBounds1763700000963 } from './migrations/1763700000963-audit-bounds.js';
import { AuditPartitions1763700000964 } from './migrations/1763700000964-audit-partitions.js';
import { auditTables } from './audit.tables.js';
import { auditTenancy } from './audit.tenancy.js';

/** What the rest of the service knows about this module. */
export const auditManifest = defineModule({
  name: 'audit',
  apiGroups: [{ name: 'audit', description: 'What happened, by whom, and what was refused.' }],
  permissions: {
    'platform:audit:read': 'Read the audit log of the platform',
    'org:audit:read': "Read the organization's audit log",
    'property:audit:read': "Read the property's audit log",
  },
  roles: {
    operator: ['org:audit:read', 'property:audit:read'],
    admin: ['platform:audit:read'],
    compliance: ['platform:audit:read', 'org:audit:read', 'property:audit:read'],
  },
  auditActions: [
    'access.denied',
    // Support access. Rows of a chained log are never rewritten, so the action keeps the name that it has in them.
    'access.support_visit',
    'audit.change_found',
    'audit.exported',
    'audit.pruned',
    'sign_in.refused',
    'subject.erased',
  ],
  personalData: auditTables,
  activities: [
    {
      module: 'audit',
      name: 'Audit log',
      dataSubjects: EVERYBODY,
      recipients: ['hosting', 'organizations', 'audit receiver'],
    },
  ],
  tenancy: auditTenancy,
  migrations: [
    AuditLog1763600000060,
    AuditChain1763600000061,
    AuditBounds1763700000963,
    AuditPartitions1763700000964,
  ],
  partitions: { 'public.audit_events': { months: 1 }, 'public.audit_seals': { months: 1 } },
  growth: {
    'public.audit_chain': { atMost: 'one row' },
    'public.audit_checkpoints': {
      forGood: 'one row of an hour with events',
      why: 'they prove what the log was',
    },
    'public.audit_events': { kept: 'AUDIT_RETENTION_DAYS, then with its month', by: 'audit retention' },
    'public.audit_refusals': { kept: 'one hour', by: 'audit.refusals' },
    'public.audit_seals': { kept: 'as long as its event', by: 'audit retention' },
    'public.subject_keys': {
      forGood: 'one row of a person',
      why: 'the mark that a key is gone proves an erasure',
    },
  },
  periodicJobs: [
    {
      name: 'audit.refusals',
      cron: '*/10 * * * *',
      timeoutSeconds: 120,
      miss: 'Refusals that were repeated stay counted beside the audit log; their rows come late.',
    },
    {
      name: 'audit.verify',
      cron: '50 3 * * *',
      timeoutSeconds: 3_600,
      miss: 'A change of the audit log behind its back would be found only by whoever runs `audit verify`.',
    },
  ],
  health: ['audit_log'],
  load: () => import('./audit.runtime.js'),
});
