import type { EffectiveAccess, HeldUntil } from '#tenants';

/** By place (`''` for the organization, else the id of a property): each permission and until when (null: no end). */
export type Held = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** One permission at one place. */
export interface HeldPermission {
  readonly permission: string;
  /** Null: on the organization, and so on each of its properties. */
  readonly propertyId: string | null;
  /** The first moment at which it no longer holds, as far as is known; null: without an end. */
  readonly until: string | null;
}

/** What of somebody's rights is new, and what is gone. */
export interface AccessChange {
  readonly gained: readonly HeldPermission[];
  /** With the end that they would have had. */
  readonly lost: readonly HeldPermission[];
  /** Held before and still, for a longer or a shorter time: with the new end. */
  readonly rescheduled: readonly HeldPermission[];
}

const ORGANIZATION = '';
export const NOTHING_HELD: Held = {};

/** Rights in the form in which they are kept: places and permissions in order, so that what is equal looks equal. */
export function heldBy({ onOrganization, onProperties }: EffectiveAccess): Held {
  const places: [string, HeldUntil][] = [[ORGANIZATION, onOrganization], ...onProperties];
  return Object.fromEntries(
    places
      .filter(([, held]) => held.size > 0)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([place, held]) => [
        place,
        Object.fromEntries(
          [...held]
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([permission, until]) => [permission, until?.toISOString() ?? null]),
        ),
      ]),
  );
}

/** @returns null where nothing has changed */
export function changeBetween(before: Held, after: Held): AccessChange | null {
  const [were, are] = [flat(before), flat(after)];
  const gained = [...are].filter(([key]) => !were.has(key)).map(([, each]) => each);
  const lost = [...were].filter(([key]) => !are.has(key)).map(([, each]) => each);
  const rescheduled = [...are]
    .filter(([key, { until }]) => were.has(key) && were.get(key)?.until !== until)
    .map(([, each]) => each);
  return gained.length + lost.length + rescheduled.length === 0 ? null : { gained, lost, rescheduled };
}

/** Each permission at each place, in order. */
export function listHeld(held: Held): HeldPermission[] {
  return [...flat(held).values()];
}

function flat(held: Held): Map<string, HeldPermission> {
  return new Map(
    Object.entries(held).flatMap(([place, permissions]) =>
      Object.entries(permissions).map(([permission, until]) => [
        `${place} ${permission}`,
        { permission, propertyId: place === ORGANIZATION ? null : place, until },
      ]),
    ),
  );
}
