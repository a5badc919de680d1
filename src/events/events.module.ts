import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { TenantsModule } from '#tenants';
import { AuditDeliveries } from './deliveries/audit-deliveries.js';
import { DeliverySources } from './deliveries/delivery-sources.js';
import { EventDeliveriesStore } from './deliveries/event-deliveries.store.js';
import { EventDeliveryWorker } from './deliveries/event-delivery.worker.js';
import { EndpointRoutes } from './http/endpoint-routes.js';
import { EventEndpointsService } from './http/event-endpoints.service.js';
import { AuditEndpointService } from './endpoints/audit-endpoint.service.js';
import { EventEndpointsStore } from './endpoints/event-endpoints.store.js';
import { OrganizationEventEndpointsController } from './http/organization-event-endpoints.controller.js';
import { PlatformEventEndpointsController } from './http/platform-event-endpoints.controller.js';
import { EventsCleanUpService } from './events-clean-up.service.js';
import { EventsHealthService } from './events-health.service.js';
import { EventsStore } from './feed/events.store.js';
import { FeedController } from './feed/feed.controller.js';
import { FeedService } from './feed/feed.service.js';
import { AccessChangesService } from './publishing/access-changes.service.js';
import { AccessSnapshotsStore } from './access/access-snapshots.store.js';
import { EventPublisher } from './publishing/event-publisher.js';
import { EventPublisherStore } from './publishing/event-publisher.store.js';

/** What other programs are told of what happens here. */
@Module({
  imports: [AuditModule, TenantsModule],
  controllers: [FeedController, OrganizationEventEndpointsController, PlatformEventEndpointsController],
  providers: [
    AccessChangesService,
    AccessSnapshotsStore,
    AuditDeliveries,
    AuditEndpointService,
    DeliverySources,
    EndpointRoutes,
    EventDeliveriesStore,
    EventDeliveryWorker,
    EventEndpointsService,
    EventEndpointsStore,
    EventPublisher,
    EventPublisherStore,
    EventsCleanUpService,
    EventsHealthService,
    EventsStore,
    FeedService,
  ],
})
export class EventsModule {}
