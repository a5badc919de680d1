/** Every migration in order; hand-written SQL, up and down. A new one is added at the end, an old one never changes. */
import type { MigrationClass } from '#libs/database';
import { modules } from '../src/modules.js';
import { ScopeFunctions1763700000001 } from './1763700000001-scope-functions.js';
import { Users1763700000002 } from './1763700000002-users.js';
import { Tenants1763700000003 } from './1763700000003-tenants.js';
import { WebhookLedger1763700000004 } from './1763700000004-webhook-ledger.js';
import { AuditEvents1763700000005 } from './1763700000005-audit-events.js';
import { JobQueue1763700000006 } from './1763700000006-job-queue.js';
import { AccessLookup1763700000007 } from './1763700000007-access-lookup.js';
import { RevocationIndexes1763700000008 } from './1763700000008-revocation-indexes.js';
import { Roles1763700000010 } from './1763700000010-roles.js';
import { AccessLookupWithRoles1763700000011 } from './1763700000011-access-lookup-with-roles.js';
import { ReachIndex1763700000012 } from './1763700000012-reach-index.js';
import { Reconciliations1763700000020 } from './1763700000020-reconciliations.js';
import { SyncAlarms1763700000025 } from './1763700000025-sync-alarms.js';
import { ScheduledRuns1763700000026 } from './1763700000026-scheduled-runs.js';
import { SubjectKeys1763700000030 } from './1763700000030-subject-keys.js';
import { AuditChain1763700000031 } from './1763700000031-audit-chain.js';
import { CheaperSealing1763700000032 } from './1763700000032-cheaper-sealing.js';
import { HashedTombstones1763700000040 } from './1763700000040-hashed-tombstones.js';
import { Privacy1763700000041 } from './1763700000041-privacy.js';
import { ErasableAlarms1763700000042 } from './1763700000042-erasable-alarms.js';
import { ErasureWaiting1763700000070 } from './1763700000070-erasure-waiting.js';
import { PrivacyDesk1763700000080 } from './1763700000080-privacy-desk.js';
import { UsageLedger1763700000050 } from './1763700000050-usage-ledger.js';
import { UsageRecords1763700000051 } from './1763700000051-usage-records.js';

import { PendingRole1763700000013 } from './1763700000013-pending-role.js';
import { TenantLifecycle1763700000060 } from './1763700000060-tenant-lifecycle.js';
import { ExportRuns1763700000075 } from './1763700000075-export-runs.js';
import { OrganizationData1763700000076 } from './1763700000076-organization-data.js';
import { AuditSeals1763700000090 } from './1763700000090-audit-seals.js';
import { ReturnedOrganizations1763700000091 } from './1763700000091-returned-organizations.js';
import { AuditMarkOfRestoredLog1763700000092 } from './1763700000092-audit-mark-of-restored-log.js';
import { AccessLookupInSteps1763700000093 } from './1763700000093-access-lookup-in-steps.js';
import { WhoCanAct1763700000100 } from './1763700000100-who-can-act.js';
import { VoidInvitations1763700000110 } from './1763700000110-void-invitations.js';
import { InvitationReviews1763700000111 } from './1763700000111-invitation-reviews.js';
import { UnconfirmedShutOuts1763700000120 } from './1763700000120-unconfirmed-shut-outs.js';
import { SettledWrites1763700000130 } from './1763700000130-settled-writes.js';
import { DeliverySubjects1763700000140 } from './1763700000140-delivery-subjects.js';
import { ErasureFindings1763700000141 } from './1763700000141-erasure-findings.js';
import { AsciiEmailDomains1763700000150 } from './1763700000150-ascii-email-domains.js';
import { UsageLedgerIsolation1763700000180 } from './1763700000180-usage-ledger-isolation.js';
import { IndexesByPlan1763700000190 } from './1763700000190-indexes-by-plan.js';
import { RoleTimeouts1763700000170 } from './1763700000170-role-timeouts.js';
import { UsageRetention1763700000222 } from './1763700000222-usage-retention.js';
import { PropertyAuditLog1763700000221 } from './1763700000221-property-audit-log.js';
import { PropertyScope1763700000220 } from './1763700000220-property-scope.js';
import { FoldedNames1763700000171 } from './1763700000171-folded-names.js';
import { BoundedGrowth1763700000172 } from './1763700000172-bounded-growth.js';
import { IndexesOfPeriodicWork1763700000200 } from './1763700000200-indexes-of-periodic-work.js';

const first = [
  ScopeFunctions1763700000001,
  Users1763700000002,
  Tenants1763700000003,
  WebhookLedger1763700000004,
  AuditEvents1763700000005,
  JobQueue1763700000006,
  AccessLookup1763700000007,
  RevocationIndexes1763700000008,
  Roles1763700000010,
  AccessLookupWithRoles1763700000011,
  ReachIndex1763700000012,
  PendingRole1763700000013,
  Reconciliations1763700000020,
  SyncAlarms1763700000025,
  ScheduledRuns1763700000026,
  SubjectKeys1763700000030,
  AuditChain1763700000031,
  CheaperSealing1763700000032,
  HashedTombstones1763700000040,
  Privacy1763700000041,
  ErasableAlarms1763700000042,
  UsageLedger1763700000050,
  UsageRecords1763700000051,
  TenantLifecycle1763700000060,
  ErasureWaiting1763700000070,
  ExportRuns1763700000075,
  OrganizationData1763700000076,
  PrivacyDesk1763700000080,
  AuditSeals1763700000090,
  ReturnedOrganizations1763700000091,
  AuditMarkOfRestoredLog1763700000092,
  AccessLookupInSteps1763700000093,
  WhoCanAct1763700000100,
  VoidInvitations1763700000110,
  InvitationReviews1763700000111,
  UnconfirmedShutOuts1763700000120,
  SettledWrites1763700000130,
  DeliverySubjects1763700000140,
  ErasureFindings1763700000141,
  AsciiEmailDomains1763700000150,
  RoleTimeouts1763700000170,
  FoldedNames1763700000171,
  BoundedGrowth1763700000172,
  UsageLedgerIsolation1763700000180,
  IndexesByPlan1763700000190,
  IndexesOfPeriodicWork1763700000200,
  PropertyScope1763700000220,
  PropertyAuditLog1763700000221,
  UsageRetention1763700000222,
] as const;

const own = modules.flatMap((module) => module.migrations ?? []);

/** Every migration: those of the first modules, and those that later ones bring along, by the time in their name. */
export const migrations: readonly MigrationClass[] = [...first, ...own].toSorted(
  (a, b) => timeOf(a) - timeOf(b),
);

function timeOf({ name }: MigrationClass): number {
  return Number(/\d{13}$/.exec(name)?.[0]);
}

/** Tables that hold no tenant's data and go without row-level security, as `schema.table`, or `schema.*` for all of one. */
export const tablesWithoutRowSecurity: readonly string[] = modules.flatMap(
  (module) => module.withoutRowSecurity ?? [],
);
