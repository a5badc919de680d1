import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { Environment } from '#settings';
import { Clock } from '#libs/time';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { DeadLettersService } from './dead-letters/dead-letters.service.js';
import { DeadLettersStore } from './dead-letters/dead-letters.store.js';
import { SyncEventsController } from './dead-letters/sync-events.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesStore } from './deliveries.store.js';
import { DeliveriesWorker } from './deliveries.worker.js';
import { AlarmsModule } from './alarms/alarms.module.js';
import { EndpointCountersService } from './alarms/endpoint-counters.service.js';
import { EndpointWatchService } from './alarms/endpoint-watch.service.js';
import { LatestClerkChangesService } from './alarms/latest-clerk-changes.service.js';
import { SilenceWatchService } from './alarms/silence-watch.service.js';
import { PayloadRetentionService } from './ledger/payload-retention.service.js';
import { ApplyPaceService } from './apply/apply-pace.service.js';
import { ClerkInquiryService } from './apply/clerk-inquiry.service.js';
import { DeliveryRunService } from './apply/delivery-run.service.js';
import { EventApplier } from './apply/event-applier.js';
import { LateNewsService } from './apply/late-news.service.js';
import { MembershipEventsService } from './apply/membership-events.service.js';
import { MirroredStatesService } from './apply/mirrored-states.service.js';
import { ToldObjectsService } from './apply/told-objects.service.js';
import { UnknownRolesService } from './apply/unknown-roles.service.js';
import { BacklogService } from './ledger/backlog.service.js';
import { LateDeliveryScrubberService } from './ledger/late-delivery-scrubber.service.js';
import { LedgerWriterService } from './ledger/ledger-writer.service.js';
import { DeliveryLedgerStore } from './ledger/delivery-ledger.store.js';
import { WebhookVerifier } from './webhook-verifier.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksHealthService } from './webhooks-health.service.js';

@Module({
  imports: [AlarmsModule, AuditModule, UsersModule, TenantsModule],
  controllers: [WebhooksController, SyncEventsController],
  providers: [
    WebhooksHealthService,
    BacklogService,
    LateDeliveryScrubberService,
    DeliveryLedgerStore,
    LedgerWriterService,
    DeliveriesService,
    DeliveriesStore,
    DeliveriesWorker,
    ApplyPaceService,
    ClerkInquiryService,
    DeadLettersService,
    DeadLettersStore,
    EndpointCountersService,
    EndpointWatchService,
    LatestClerkChangesService,
    PayloadRetentionService,
    SilenceWatchService,
    DeliveryRunService,
    EventApplier,
    LateNewsService,
    MembershipEventsService,
    MirroredStatesService,
    ToldObjectsService,
    UnknownRolesService,
    {
      provide: WebhookVerifier,
      inject: [Environment, Clock],
      useFactory: ({ clerk }: Environment, clock: Clock) =>
        new WebhookVerifier(clerk.webhookSigningSecrets, clerk.instanceId, clock),
    },
  ],
  exports: [
    AlarmsModule,
    DeadLettersService,
    EndpointWatchService,
    LateDeliveryScrubberService,
    PayloadRetentionService,
    SilenceWatchService,
  ],
})
export class WebhooksModule {}
