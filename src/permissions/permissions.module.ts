import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { TenantsModule } from '#tenants';
import { AuthorizationModelsStore } from './authorization-models.store.js';
import { CurrentDeclarationService } from './current-declaration.service.js';
import { PermissionsController } from './permissions.controller.js';
import { PermissionsService } from './permissions.service.js';

/** What the application declares of its own permissions. */
@Module({
  imports: [AuditModule, TenantsModule],
  controllers: [PermissionsController],
  providers: [AuthorizationModelsStore, CurrentDeclarationService, PermissionsService],
  exports: [CurrentDeclarationService, PermissionsService],
})
export class PermissionsModule {}
