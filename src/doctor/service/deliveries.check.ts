import { type CheckResult, fail, ok, warn } from '../check.js';

const NAME = 'webhook deliveries';

/** What this service knows of Clerk's deliveries. */
export interface DeliveryEvidence {
  /** When a delivery of Clerk was verified last; null: never. */
  readonly lastAt: Date | null;
  /** Whether that was in the last day. */
  readonly isRecent: boolean;
  /** In the last day. */
  readonly refused: number;
}

/** Whether what Clerk sends arrives, and is believed. */
export function checkDeliveries({ lastAt, isRecent, refused }: DeliveryEvidence): CheckResult {
  const last =
    lastAt === null ? 'none was ever verified' : `the last verified one came at ${lastAt.toISOString()}`;
  if (refused > 0 && !isRecent)
    return fail(
      NAME,
      `${refused} were refused in the last day and none was believed; ${last}`,
      "Copy the signing secret of this endpoint from Clerk's dashboard into CLERK_WEBHOOK_SIGNING_SECRET, and see that CLERK_INSTANCE_ID is its instance.",
    );
  if (lastAt === null)
    return warn(
      NAME,
      last,
      "In Clerk's dashboard an endpoint https://…/api/webhooks/clerk for all user, organization, organizationMembership, organizationInvitation and session events is needed; --webhook-url tries its address.",
    );
  return refused > 0
    ? warn(
        NAME,
        `${last}; ${refused} were refused in the last day`,
        'Look for "a webhook delivery was refused" in the log: an old secret that still sends, or somebody who tries.',
      )
    : ok(NAME, last);
}
