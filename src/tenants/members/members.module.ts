import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { MembershipStatesStore } from './membership-states.store.js';
import { MembershipsStore } from './memberships.store.js';
import { SeatsService } from './seats.service.js';

/** Rows of memberships, and how many seats they take. */
@Module({
  imports: [OrganizationsModule],
  providers: [MembershipStatesStore, MembershipsStore, SeatsService],
  exports: [MembershipStatesStore, MembershipsStore, SeatsService],
})
export class MembersModule {}
