import { Module } from '@nestjs/common';
import { AuditModule, AuditedAccessLog } from '#audit';
import { UsersModule } from '#users';
import { ScopeProver, ServiceAccountAccess, SessionResolver } from '#auth';
import { MembersModule } from '../members/members.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { AccessContextsService } from './access-contexts.service.js';
import { AccessListsService } from './access-lists.service.js';
import { AccessController } from './access.controller.js';
import { ChecksService } from './checks.service.js';
import { EffectiveAccessService } from './effective-access.service.js';
import { ExplanationsService } from './explanations.service.js';
import { MeController } from './me.controller.js';
import { MeService } from './me.service.js';
import { MeStore } from './me.store.js';
import { OwnExplanationService } from './own-explanation.service.js';
import { PlatformAnswersService } from './platform-answers.service.js';
import { ReachStore } from './reach.store.js';
import { SignInRefusalsService } from './sign-in-refusals.service.js';
import { StagingDirectoryService } from './staging-directory.service.js';
import { TenantAccessDirectoryService } from './tenant-access-directory.service.js';

/** The guard’s question, and the answers to who may do what where, and why. */
@Module({
  imports: [AuditModule, UsersModule, MembersModule, RolesModule],
  controllers: [AccessController, MeController],
  providers: [
    // The guard's module stands to the left and gets its directory from here; so its prover is put together here.
    {
      provide: ScopeProver,
      inject: [TenantAccessDirectoryService, AuditedAccessLog, ServiceAccountAccess, SessionResolver],
      useFactory: (
        directory: TenantAccessDirectoryService,
        log: AuditedAccessLog,
        serviceAccounts: ServiceAccountAccess,
        sessions: SessionResolver,
      ) => new ScopeProver(directory, log, serviceAccounts, sessions),
    },
    AccessContextsService,
    AccessListsService,
    ChecksService,
    EffectiveAccessService,
    ExplanationsService,
    MeService,
    MeStore,
    OwnExplanationService,
    PlatformAnswersService,
    ReachStore,
    SignInRefusalsService,
    StagingDirectoryService,
    TenantAccessDirectoryService,
  ],
  exports: [EffectiveAccessService, StagingDirectoryService, TenantAccessDirectoryService],
})
export class AccessModule {}
