import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { ActivePropertiesService } from './active-properties.service.js';
import { PropertiesController, PropertyController } from './properties.controller.js';
import { PropertiesService } from './properties.service.js';
import { PropertiesStore } from './properties.store.js';

/** Properties of organizations. */
@Module({
  imports: [AuditModule, OrganizationsModule, RolesModule],
  controllers: [PropertiesController, PropertyController],
  providers: [ActivePropertiesService, PropertiesService, PropertiesStore],
  exports: [ActivePropertiesService, PropertiesStore],
})
export class PropertiesModule {}
