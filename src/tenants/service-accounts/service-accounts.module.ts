import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { PropertiesModule } from '../properties/properties.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { AgentsController } from './agents.controller.js';
import { AgentsService } from './agents.service.js';
import { ClerkCredentialsService } from './clerk-credentials.service.js';
import {
  PropertyServiceAccountRightsController,
  PropertyServiceAccountsController,
} from './property-service-accounts.controller.js';
import { ServiceAccountDirectoryService } from './service-account-directory.service.js';
import { ServiceAccountEffectsService } from './service-account-effects.service.js';
import { ServiceAccountGrantsService } from './service-account-grants.service.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';
import { ServiceAccountKeysStore } from './service-account-keys.store.js';
import { ServiceAccountRoutes } from './service-account-routes.js';
import {
  OwnServiceAccountController,
  ServiceAccountRightsController,
  ServiceAccountsController,
} from './service-accounts.controller.js';
import { ServiceAccountsService } from './service-accounts.service.js';
import { ServiceAccountsStore } from './service-accounts.store.js';

/** Callers that are no people: their roles and keys. */
@Module({
  imports: [AuditModule, UsersModule, PropertiesModule, RolesModule],
  controllers: [
    AgentsController,
    ServiceAccountsController,
    ServiceAccountRightsController,
    PropertyServiceAccountsController,
    PropertyServiceAccountRightsController,
    OwnServiceAccountController,
  ],
  providers: [
    AgentsService,
    ClerkCredentialsService,
    ServiceAccountDirectoryService,
    ServiceAccountEffectsService,
    ServiceAccountGrantsService,
    ServiceAccountKeysService,
    ServiceAccountKeysStore,
    ServiceAccountRoutes,
    ServiceAccountsService,
    ServiceAccountsStore,
  ],
  exports: [ServiceAccountDirectoryService],
})
export class ServiceAccountsModule {}
