import { newId } from '#libs/database';
import type { EventEndpoint } from '../endpoints/event-endpoint.entity.js';
import { EventResponse } from '../feed/event.dto.js';
import { ENDPOINT_TESTED } from '../feed/event-types.js';
import type { PublishedEvent } from '../feed/published-event.entity.js';

/** The body of a delivery, as Standard Webhooks has it: type, time, and the event as the feed shows it. */
export function presentDelivery(event: PublishedEvent): string {
  return bodyOf(EventResponse.from(event));
}

/** An event that nothing has happened for. */
export function presentTest({ id, organizationId }: EventEndpoint, now: Date): { id: string; body: string } {
  const data = {
    id: newId(),
    position: null,
    type: ENDPOINT_TESTED,
    occurredAt: now.toISOString(),
    organizationId,
    propertyId: null,
    actor: { kind: 'system', id: 'events', impersonatorId: null },
    target: { kind: 'event_endpoint', id },
    change: {},
  };
  return { id: data.id, body: bodyOf(data) };
}

function bodyOf(data: { readonly type: string; readonly occurredAt: string }): string {
  return JSON.stringify({ type: data.type, timestamp: data.occurredAt, data });
}
