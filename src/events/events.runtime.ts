import { CLEAN_UP_ROWS, type ModuleRuntime, periodicWork } from '#manifest';
import { EventDelivery } from './deliveries/event-delivery.entity.js';
import { EventEndpoint } from './endpoints/event-endpoint.entity.js';
import { EventsCleanUpService } from './events-clean-up.service.js';
import { EventsHealthService } from './events-health.service.js';
import { EventsModule } from './events.module.js';
import { PublishedEvent } from './feed/published-event.entity.js';
import { AccessSnapshot } from './access/access-snapshot.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  nestModule: EventsModule,
  entities: [AccessSnapshot, EventDelivery, EventEndpoint, PublishedEvent],
  health: { events: EventsHealthService },
  cleanUp: {
    eventDeliveries: {
      sql: `delete from event_deliveries where ctid = any (array(
              select ctid from event_deliveries where state = 'delivered' and last_attempt_at < $1
               limit ${CLEAN_UP_ROWS}))`,
      keptMs: 7 * 24 * 3600 * 1000,
    },
  },
  periodicWork: {
    'events.prune': periodicWork(EventsCleanUpService, (cleanUp, context) => cleanUp.prune(context)),
    'events.recheck': periodicWork(EventsCleanUpService, (cleanUp, context) => cleanUp.recheck(context)),
  },
};
