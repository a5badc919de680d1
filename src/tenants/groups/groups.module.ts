import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { MembersModule } from '../members/members.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { GroupContentsController } from './group-contents.controller.js';
import { GroupGrantsService } from './group-grants.service.js';
import { GroupGrantsStore } from './group-grants.store.js';
import { GroupMembersService } from './group-members.service.js';
import { GroupMembersStore } from './group-members.store.js';
import { GroupNestingsService } from './group-nestings.service.js';
import { GroupRightsService } from './group-rights.service.js';
import { GroupSeatsService } from './group-seats.service.js';
import { GroupsController } from './groups.controller.js';
import { GroupsService } from './groups.service.js';
import { GroupsStore } from './groups.store.js';
import { PropertyGroupGrantsController } from './property-group-grants.controller.js';

/** Groups of people who hold the same roles. */
@Module({
  imports: [AuditModule, UsersModule, MembersModule, OrganizationsModule, PropertiesModule, RolesModule],
  controllers: [GroupsController, GroupContentsController, PropertyGroupGrantsController],
  providers: [
    GroupGrantsService,
    GroupGrantsStore,
    GroupMembersService,
    GroupMembersStore,
    GroupNestingsService,
    GroupRightsService,
    GroupSeatsService,
    GroupsService,
    GroupsStore,
  ],
  exports: [GroupRightsService],
})
export class GroupsModule {}
