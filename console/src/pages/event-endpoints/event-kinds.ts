import type { EndpointToMake } from '../../api/event-endpoint-queries';

export type EventType = NonNullable<EndpointToMake['types']>[number];

/** All events of one thing; a type that the service does not know does not compile. */
export const EVENT_KINDS = [
  'access.*',
  'grant.*',
  'group.*',
  'invitation.*',
  'membership.*',
  'organization.*',
  'property.*',
  'role.*',
  'service_account.*',
  'session.*',
  'sign_in_policy.*',
  'user.*',
] as const satisfies readonly EventType[];
export type EventKind = (typeof EVENT_KINDS)[number];

export function isEventKind(text: string): text is EventKind {
  return EVENT_KINDS.some((kind) => kind === text);
}
