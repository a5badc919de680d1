import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { MembershipStatesService } from './membership-states.service.js';
import { MembershipsStore } from './memberships.store.js';
import { SeatsService } from './seats.service.js';

/** Rows of memberships, and how many seats they take. */
@Module({
  imports: [OrganizationsModule],
  providers: [MembershipStatesService, MembershipsStore, SeatsService],
  exports: [MembershipStatesService, MembershipsStore, SeatsService],
})
export class MembersModule {}
