/**
 * What other programs are told of what happens here: a feed that is read on from a cursor, and signed deliveries.
 *
 * Owns `events`, `event_feed`, `access_snapshots`, `access_rechecks`, `event_endpoints`, `event_deliveries`. Invariants:
 * what is told was committed, and is in the audit log or follows from it; positions have the order of the commits, without
 * gaps; an organization is told of itself alone; events hold nothing but ids, roles, states and times; a delivery is made at
 * least once, and what is about one person or thing in order; the audit log goes whole to the receiver that the settings
 * name, in the order of its chain.
 */
export { rewrapEndpointSecrets } from './endpoints/rewrap-endpoint-secrets.js';
export { EventsModule } from './events.module.js';
