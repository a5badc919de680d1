import type { ApiClient } from '../../support/api-client.js';
import { until } from '../../support/test-app.js';
import type { TestApp } from '../../support/test-app.js';

/** An event as a subscriber reads it. */
export interface ReadEvent {
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly target: { readonly kind: string; readonly id: string } | null;
  readonly change: Readonly<Record<string, unknown>>;
}

interface HeldPermission {
  readonly permission: string;
  readonly propertyId: string | null;
  readonly until: string | null;
}

/** What a subscriber knows who has nothing but the events: who may do what where. */
export class AccessByEvents {
  private readonly held = new Map<string, Map<string, string | null>>();

  apply(event: ReadEvent): void {
    if (event.type !== 'access.changed' || event.target === null) return;
    const held = this.held.get(event.target.id) ?? new Map<string, string | null>();
    const { gained, lost, rescheduled } = event.change as Record<string, readonly HeldPermission[]>;
    for (const each of lost ?? []) held.delete(keyOf(each));
    for (const each of [...(gained ?? []), ...(rescheduled ?? [])]) held.set(keyOf(each), each.until);
    this.held.set(event.target.id, held);
  }

  /**
   * Ids of those who hold a permission at a place at a moment: on the property itself, or on the organization around it.
   * An end that was told ahead counts from that moment on, whether or not the event that confirms it has come.
   */
  people(permission: string, propertyId: string | null, now: Date): string[] {
    const keys = [null, propertyId].map((place) => keyOf({ permission, propertyId: place }));
    const holds = (until: string | null | undefined) =>
      until === null || (until !== undefined && new Date(until) > now);
    return [...this.held]
      .filter(([, held]) => keys.some((key) => holds(held.get(key))))
      .map(([userId]) => userId)
      .sort();
  }

  until(userId: string, permission: string, propertyId: string | null): string | null | undefined {
    return this.held.get(userId)?.get(keyOf({ permission, propertyId }));
  }
}

function keyOf({ permission, propertyId }: { permission: string; propertyId: string | null }): string {
  return `${propertyId ?? ''} ${permission}`;
}

/** Reads a feed from a cursor on, page by page, until nothing further has happened. */
export async function readFeed(
  client: ApiClient,
  path: string,
  { cursor, query = '', limit = 100 }: { cursor?: string | undefined; query?: string; limit?: number } = {},
): Promise<{ events: ReadEvent[]; cursor: string }> {
  const events: ReadEvent[] = [];
  for (let next: string | null | undefined = cursor; ;) {
    const { body } = await client
      .get(`${path}?limit=${limit}${query}${next == null ? '' : `&cursor=${next}`}`)
      .expect(200);
    events.push(...(body.data as ReadEvent[]));
    if (body.nextCursor === null) return { events, cursor: body.cursor as string };
    next = body.nextCursor as string;
  }
}

/** Waits until all that was written down is published, and everybody who is to be looked at was. */
export async function allPublished({ database }: Pick<TestApp, 'database'>): Promise<void> {
  await until('all is published', async () => {
    const [row] = await database.query<{ done: boolean }>(
      `select not exists (select from audit_events e where not exists (select from audit_seals s where s.event_id = e.id))
          and (select sequence from audit_chain) = (select sealed_sequence from event_feed)
          and not exists (select from access_rechecks)
          and not exists (select from access_snapshots where next_change_at <= now()) as done`,
    );
    return row?.done === true;
  });
}
