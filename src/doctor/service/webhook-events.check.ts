import type { Reconciliation } from '#reconciliation';
import { type CheckResult, fail, ok } from '../check.js';

const NAME = 'webhook events';

/** What a comparison found, by kind. */
export type FoundDrift = NonNullable<Reconciliation['drift']>;
type Kind = Exclude<keyof FoundDrift, 'total'>;

/** What Clerk would have told, had its endpoint been told to: by what a comparison found. */
const EVENTS: Readonly<Record<Kind, Readonly<Partial<Record<keyof FoundDrift[Kind], string>>>>> = {
  user: { missing: 'user.created', different: 'user.updated', extra: 'user.deleted' },
  organization: {
    missing: 'organization.created',
    different: 'organization.updated',
    extra: 'organization.deleted',
  },
  membership: {
    missing: 'organizationMembership.created',
    different: 'organizationMembership.updated',
    extra: 'organizationMembership.deleted',
  },
  // One that differs was accepted or revoked, and from here nobody sees which.
  invitation: { missing: 'organizationInvitation.created', extra: 'organizationInvitation.revoked' },
  role: { missing: 'role.created', different: 'role.updated', extra: 'role.deleted' },
};

/** The events whose coming is looked at. */
export const LOOKED_FOR: readonly string[] = Object.values(EVENTS).flatMap((byChange) =>
  Object.values(byChange),
);

/**
 * Whether Clerk's endpoint is told to send all that is needed. No route of Clerk's Backend API names the events of an
 * endpoint, so that it is judged by what came and what a comparison had to find instead.
 *
 * @param came those of {@link LOOKED_FOR} that ever came
 * @param drifts what comparisons found and mended at times when webhooks were coming already
 */
export function checkWebhookEvents(came: ReadonlySet<string>, drifts: readonly FoundDrift[]): CheckResult {
  const found = drifts.flatMap((drift) =>
    Object.entries(EVENTS).flatMap(([kind, byChange]) =>
      Object.entries(byChange).flatMap(([change, event]) =>
        drift[kind as Kind][change as keyof FoundDrift[Kind]] > 0 ? [event] : [],
      ),
    ),
  );
  const untold = [...new Set(found)].filter((event) => !came.has(event));
  const advice =
    "In Clerk's dashboard choose all user, organization, organizationMembership, organizationInvitation, session, role and permission events for the endpoint.";
  if (untold.length > 0)
    return fail(
      NAME,
      `comparisons found what ${untold.join(', ')} would have told, and no such event has ever come`,
      advice,
    );
  const silent = Object.values(EVENTS)
    .map((byChange) => Object.values(byChange))
    .filter((events) => !events.some((event) => came.has(event)))
    .map(([event = '']) => event.split('.', 1)[0] ?? '');
  return silent.length === 0
    ? ok(NAME, 'events of every kind have come')
    : ok(NAME, `none has come yet of ${silent.join(', ')}, and no comparison missed one`);
}
