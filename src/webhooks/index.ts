/**
 * Clerk's deliveries: verified, written into a ledger, acknowledged, and applied later.
 *
 * Owns `webhook_deliveries`, `webhook_delivery_subjects`, `webhook_endpoint_minutes`, `sync_alarms`. Invariants:
 * nothing unverified is stored; one row per delivery, whatever comes again; an event takes effect once, in the same
 * transaction as the row that says so; what cannot be applied is kept and seen.
 */
export { AlarmsModule } from './alarms/alarms.module.js';
export { AlarmsService } from './alarms/alarms.service.js';
export { EndpointWatchService } from './alarms/endpoint-watch.service.js';
export { SilenceWatchService } from './alarms/silence-watch.service.js';
export { DeadLettersService } from './dead-letters/dead-letters.service.js';
export type { ReplayResult } from './dead-letters/dead-letters.service.js';
export type { DeliveryFilter } from './dead-letters/dead-letters.store.js';
export { SyncEventDetailResponse, SyncEventResponse } from './dead-letters/sync-event.dto.js';
export { LateDeliveryScrubberService } from './ledger/late-delivery-scrubber.service.js';
export { PayloadRetentionService } from './ledger/payload-retention.service.js';
export { clerkEvents } from './clerk-events.js';
export { WebhooksModule } from './webhooks.module.js';
