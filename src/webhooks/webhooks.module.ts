import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { Environment } from '#libs/config';
import { Clock } from '#libs/time';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { DeadLetters } from './dead-letters/dead-letters.service.js';
import { DeadLettersStore } from './dead-letters/dead-letters.store.js';
import { SyncEventsController } from './dead-letters/sync-events.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesStore } from './deliveries.store.js';
import { DeliveriesWorker } from './deliveries.worker.js';
import { AlarmsModule } from './alarms/alarms.module.js';
import { EndpointCounters } from './alarms/endpoint-counters.service.js';
import { EndpointWatch } from './alarms/endpoint-watch.service.js';
import { LatestClerkChanges } from './alarms/latest-clerk-changes.service.js';
import { SilenceWatch } from './alarms/silence-watch.service.js';
import { PayloadRetention } from './ledger/payload-retention.service.js';
import { ApplyPace } from './apply/apply-pace.service.js';
import { ClerkInquiry } from './apply/clerk-inquiry.service.js';
import { DeliveryRun } from './apply/delivery-run.service.js';
import { EventApplier } from './apply/event-applier.js';
import { LateNews } from './apply/late-news.service.js';
import { MembershipEvents } from './apply/membership-events.service.js';
import { MirroredStates } from './apply/mirrored-states.service.js';
import { ToldObjects } from './apply/told-objects.service.js';
import { UnknownRoles } from './apply/unknown-roles.service.js';
import { Backlog } from './ledger/backlog.service.js';
import { LedgerWriter } from './ledger/ledger-writer.service.js';
import { LedgerStore } from './ledger/ledger.store.js';
import { WebhookVerifier } from './webhook-verifier.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  imports: [AlarmsModule, AuditModule, UsersModule, TenantsModule],
  controllers: [WebhooksController, SyncEventsController],
  providers: [
    Backlog,
    LedgerStore,
    LedgerWriter,
    DeliveriesService,
    DeliveriesStore,
    DeliveriesWorker,
    ApplyPace,
    ClerkInquiry,
    DeadLetters,
    DeadLettersStore,
    EndpointCounters,
    EndpointWatch,
    LatestClerkChanges,
    PayloadRetention,
    SilenceWatch,
    DeliveryRun,
    EventApplier,
    LateNews,
    MembershipEvents,
    MirroredStates,
    ToldObjects,
    UnknownRoles,
    {
      provide: WebhookVerifier,
      inject: [Environment, Clock],
      useFactory: ({ clerk }: Environment, clock: Clock) =>
        new WebhookVerifier(clerk.webhookSigningSecrets, clerk.instanceId, clock),
    },
  ],
  exports: [AlarmsModule, DeadLetters, EndpointWatch, PayloadRetention, SilenceWatch],
})
export class WebhooksModule {}
