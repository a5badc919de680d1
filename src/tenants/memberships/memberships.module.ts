import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { ClerkWritesModule } from '../clerk-writes/clerk-writes.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { InvitationsModule } from '../invitations/invitations.module.js';
import { MembersModule } from '../members/members.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { ClerkMembershipResolverService } from './clerk-membership-resolver.service.js';
import { KnownPeopleService } from './known-people.service.js';
import { MassRemovalWatchService } from './mass-removal-watch.service.js';
import { MembersController } from './members.controller.js';
import { MembershipAdmissionService } from './membership-admission.service.js';
import { MembershipInquiryService } from './membership-inquiry.service.js';
import { MembershipJobsWorker } from './membership-jobs.worker.js';
import { MembershipMirrorService } from './membership-mirror.service.js';
import { MembershipSeedingService } from './membership-seeding.service.js';
import { MembershipWritesService } from './membership-writes.service.js';
import { MembershipsService } from './memberships.service.js';
import { OrganizationAnswerMirrorService } from './organization-answer-mirror.service.js';
import { OwnershipSuccessionService } from './ownership-succession.service.js';
import { RoleRetractionService } from './role-retraction.service.js';

/** Who belongs to an organization, as Clerk and this service agree on it. */
@Module({
  imports: [
    AuditModule,
    UsersModule,
    ClerkWritesModule,
    GroupsModule,
    InvitationsModule,
    MembersModule,
    OrganizationsModule,
    RolesModule,
  ],
  controllers: [MembersController],
  providers: [
    ClerkMembershipResolverService,
    KnownPeopleService,
    MassRemovalWatchService,
    MembershipAdmissionService,
    MembershipInquiryService,
    MembershipJobsWorker,
    MembershipMirrorService,
    MembershipSeedingService,
    MembershipWritesService,
    MembershipsService,
    OrganizationAnswerMirrorService,
    OwnershipSuccessionService,
    RoleRetractionService,
  ],
  exports: [
    ClerkMembershipResolverService,
    MembershipInquiryService,
    MembershipMirrorService,
    MembershipSeedingService,
    MembershipWritesService,
    OrganizationAnswerMirrorService,
    OwnershipSuccessionService,
    RoleRetractionService,
  ],
})
export class MembershipsModule {}
