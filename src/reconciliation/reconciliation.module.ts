import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { ClerkDirectory, ClerkTransport } from '#libs/clerk';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { Applier } from './apply/applier.service.js';
import { InvitationRepair } from './apply/invitation-repair.js';
import { KindApplier } from './apply/kind-applier.service.js';
import { MembershipRepair } from './apply/membership-repair.js';
import { OrganizationRepair } from './apply/organization-repair.js';
import { UserRepair } from './apply/user-repair.js';
import { ReconciliationsController } from './http/reconciliations.controller.js';
import { StepUpForForce } from './http/step-up-for-force.service.js';
import { InvitationSource } from './plan/invitation-source.js';
import { KindPlanner } from './plan/kind-planner.service.js';
import { LedgerTraces } from './plan/ledger-traces.store.js';
import { MembershipSource } from './plan/membership-source.js';
import { OrganizationSource } from './plan/organization-source.js';
import { Planner } from './plan/planner.service.js';
import { RolePlanner } from './plan/role-planner.service.js';
import { SeenStore } from './plan/seen.store.js';
import { UserSource } from './plan/user-source.js';
import { ReconciliationJobsWorker } from './reconciliation-jobs.worker.js';
import { ReconciliationLimits } from './reconciliation-limits.js';
import { ReconciliationMaintenance } from './reconciliation-maintenance.service.js';
import { Reconciliations } from './reconciliations.service.js';
import { ItemsStore } from './runs/items.store.js';
import { LeaseStore } from './runs/lease.store.js';
import { ReconciliationsStore } from './runs/reconciliations.store.js';
import { RunOutcome } from './runs/run-outcome.service.js';
import { Runner } from './runs/runner.service.js';

@Module({
  imports: [AuditModule, UsersModule, TenantsModule],
  controllers: [ReconciliationsController],
  providers: [
    {
      provide: ClerkDirectory,
      inject: [ClerkTransport],
      useFactory: (transport: ClerkTransport) => new ClerkDirectory(transport),
    },
    Applier,
    InvitationRepair,
    InvitationSource,
    ItemsStore,
    KindApplier,
    KindPlanner,
    LeaseStore,
    LedgerTraces,
    MembershipRepair,
    MembershipSource,
    OrganizationRepair,
    OrganizationSource,
    Planner,
    ReconciliationJobsWorker,
    ReconciliationLimits,
    ReconciliationMaintenance,
    Reconciliations,
    ReconciliationsStore,
    RolePlanner,
    RunOutcome,
    Runner,
    SeenStore,
    StepUpForForce,
    UserRepair,
    UserSource,
  ],
  exports: [ReconciliationMaintenance, Reconciliations, Runner],
})
export class ReconciliationModule {}
