import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { ClerkDirectory, ClerkTransport } from '#libs/clerk';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { ApplierService } from './apply/applier.service.js';
import { InvitationRepair } from './apply/invitation-repair.js';
import { KindApplierService } from './apply/kind-applier.service.js';
import { MembershipRepair } from './apply/membership-repair.js';
import { OrganizationRepair } from './apply/organization-repair.js';
import { UserRepair } from './apply/user-repair.js';
import { ReconciliationsController } from './http/reconciliations.controller.js';
import { StepUpForForceService } from './http/step-up-for-force.service.js';
import { InvitationSource } from './plan/invitation-source.js';
import { KindPlannerService } from './plan/kind-planner.service.js';
import { LedgerTracesStore } from './plan/ledger-traces.store.js';
import { MembershipSource } from './plan/membership-source.js';
import { OrganizationSource } from './plan/organization-source.js';
import { PlannerService } from './plan/planner.service.js';
import { RolePlannerService } from './plan/role-planner.service.js';
import { LeftoversService } from './plan/leftovers.service.js';
import { SeenStore } from './plan/seen.store.js';
import { UserSource } from './plan/user-source.js';
import { ReconciliationJobsWorker } from './reconciliation-jobs.worker.js';
import { ReconciliationLimits } from './reconciliation-limits.js';
import { ReconciliationMaintenanceService } from './reconciliation-maintenance.service.js';
import { ReconciliationsService } from './reconciliations.service.js';
import { ItemsStore } from './records/items.store.js';
import { LeaseStore } from './runs/lease.store.js';
import { ReconciliationsStore } from './records/reconciliations.store.js';
import { KindSeederService } from './seeding/kind-seeder.service.js';
import { MirrorHealthService } from './seeding/mirror-health.service.js';
import { MirrorStateService } from './seeding/mirror-state.service.js';
import { MirrorStateStore } from './seeding/mirror-state.store.js';
import { SeederService } from './seeding/seeder.service.js';
import { SeedingService } from './seeding.service.js';
import { RunOutcomeService } from './runs/run-outcome.service.js';
import { RunnerService } from './runs/runner.service.js';

@Module({
  imports: [AuditModule, UsersModule, TenantsModule],
  controllers: [ReconciliationsController],
  providers: [
    {
      provide: ClerkDirectory,
      inject: [ClerkTransport],
      useFactory: (transport: ClerkTransport) => new ClerkDirectory(transport),
    },
    ApplierService,
    InvitationRepair,
    InvitationSource,
    ItemsStore,
    KindApplierService,
    KindPlannerService,
    LeaseStore,
    LedgerTracesStore,
    MembershipRepair,
    MembershipSource,
    OrganizationRepair,
    OrganizationSource,
    PlannerService,
    ReconciliationJobsWorker,
    ReconciliationLimits,
    ReconciliationMaintenanceService,
    ReconciliationsService,
    ReconciliationsStore,
    RolePlannerService,
    RunOutcomeService,
    RunnerService,
    MirrorHealthService,
    MirrorStateService,
    MirrorStateStore,
    KindSeederService,
    SeederService,
    SeedingService,
    LeftoversService,
    SeenStore,
    StepUpForForceService,
    UserRepair,
    UserSource,
  ],
  exports: [
    ClerkDirectory,
    MirrorStateService,
    ReconciliationMaintenanceService,
    ReconciliationsService,
    RunnerService,
    SeedingService,
  ],
})
export class ReconciliationModule {}
