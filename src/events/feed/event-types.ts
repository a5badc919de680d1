import { modules } from '../../modules.js';

/** What one person may do in one organization has changed: by a role, a group, a ban, or because a time has come. */
export const ACCESS_CHANGED = 'access.changed';
/** Sent by whoever tries an endpoint out; it is in no feed. */
export const ENDPOINT_TESTED = 'event_endpoint.tested';

const published = modules.flatMap((module) => module.publishes ?? []);
const known: ReadonlySet<string> = new Set(published);

/** Every type of event there is. */
export const eventTypes: readonly string[] = [...published, ACCESS_CHANGED].sort();
/** What a subscriber may ask for: a type, or all of one thing (`grant.*`). */
export const eventFilters: readonly string[] = [
  ...eventTypes,
  ...new Set(eventTypes.map((type) => familyOf(type))),
].sort();

/** Whether subscribers are told of an action of the audit log. */
export function isPublished(action: string): boolean {
  return known.has(action);
}

/** All events of the same thing: `grant.given` is one of `grant.*`. */
export function familyOf(type: string): string {
  return `${type.slice(0, type.indexOf('.'))}.*`;
}
