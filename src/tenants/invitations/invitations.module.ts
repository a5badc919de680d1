import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { GrantsModule } from '../grants/grants.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { MembersModule } from '../members/members.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { InvitationDeliveriesService } from './invitation-deliveries.service.js';
import { InvitationExpiryService } from './invitation-expiry.service.js';
import { InvitationJobsWorker } from './invitation-jobs.worker.js';
import { InvitationMirrorService } from './invitation-mirror.service.js';
import { InvitationOpeningService } from './invitation-opening.service.js';
import { InvitationReviewService } from './invitation-review.service.js';
import { InvitationReviewWorker } from './invitation-review.worker.js';
import { InvitationSettlementService } from './invitation-settlement.service.js';
import { InvitationStatesService } from './invitation-states.service.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { InvitationsStore } from './invitations.store.js';
import { InvitersService } from './inviters.service.js';
import { PropertyInvitationsController } from './property-invitations.controller.js';
import { VoidInvitationsService } from './void-invitations.service.js';

/** Invitations to organizations and properties, until they are accepted or void. */
@Module({
  imports: [
    AuditModule,
    UsersModule,
    GrantsModule,
    GroupsModule,
    MembersModule,
    OrganizationsModule,
    PropertiesModule,
    RolesModule,
  ],
  controllers: [InvitationsController, PropertyInvitationsController],
  providers: [
    InvitationDeliveriesService,
    InvitationExpiryService,
    InvitationJobsWorker,
    InvitationMirrorService,
    InvitationOpeningService,
    InvitationReviewService,
    InvitationReviewWorker,
    InvitationSettlementService,
    InvitationStatesService,
    InvitationsService,
    InvitationsStore,
    InvitersService,
    VoidInvitationsService,
  ],
  exports: [
    InvitationMirrorService,
    InvitationStatesService,
    InvitationsStore,
    InvitersService,
    VoidInvitationsService,
  ],
})
export class InvitationsModule {}
