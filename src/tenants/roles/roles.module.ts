import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { HeldGrantsStore } from './held-grants.store.js';
import { ModelEffectService } from './model-effect.service.js';
import { PermissionReachStore } from './permission-reach.store.js';
import { RoleEffectService } from './role-effect.service.js';
import { RoleJobsWorker } from './role-jobs.worker.js';
import { RoleMirrorService } from './role-mirror.service.js';
import { RolePoliciesService } from './role-policies.service.js';
import { RolesController } from './roles.controller.js';
import { RolesService } from './roles.service.js';
import { RolesStore } from './roles.store.js';
import { UndeclaredPermissionsService } from './undeclared-permissions.service.js';

/** Roles that can be given: built-in ones, Clerk’s, and those that organizations make. */
@Module({
  imports: [AuditModule],
  controllers: [RolesController],
  providers: [
    HeldGrantsStore,
    ModelEffectService,
    PermissionReachStore,
    RoleEffectService,
    RoleJobsWorker,
    RoleMirrorService,
    RolePoliciesService,
    RolesService,
    RolesStore,
    UndeclaredPermissionsService,
  ],
  exports: [
    HeldGrantsStore,
    ModelEffectService,
    RoleMirrorService,
    RolePoliciesService,
    UndeclaredPermissionsService,
  ],
})
export class RolesModule {}
