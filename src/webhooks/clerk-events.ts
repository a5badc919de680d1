/**
 * Every event that Clerk documents (45, webhooks/2025-04-15), and what it means here. `session.pending` is a state of
 * the session as the others are; the ignored ones are kept in the ledger and change nothing.
 */
export const clerkEvents = {
  'user.created': 'user',
  'user.updated': 'user',
  'user.deleted': 'user-deleted',
  'organization.created': 'organization',
  'organization.updated': 'organization',
  'organization.deleted': 'organization-deleted',
  'organizationMembership.created': 'membership',
  'organizationMembership.updated': 'membership',
  'organizationMembership.deleted': 'membership-deleted',
  'organizationInvitation.created': 'invitation',
  'organizationInvitation.accepted': 'invitation',
  'organizationInvitation.revoked': 'invitation',
  'session.created': 'session',
  'session.pending': 'session',
  'session.ended': 'session',
  'session.removed': 'session',
  'session.revoked': 'session',
  'organizationDomain.created': 'ignored',
  'organizationDomain.updated': 'ignored',
  'organizationDomain.deleted': 'ignored',
  'role.created': 'roles',
  'role.updated': 'roles',
  'role.deleted': 'roles',
  'permission.created': 'roles',
  'permission.updated': 'roles',
  'permission.deleted': 'roles',
  'email.created': 'ignored',
  'sms.created': 'ignored',
  'waitlistEntry.created': 'ignored',
  'waitlistEntry.updated': 'ignored',
  'subscription.created': 'ignored',
  'subscription.updated': 'ignored',
  'subscription.active': 'ignored',
  'subscription.pastDue': 'ignored',
  'subscriptionItem.updated': 'ignored',
  'subscriptionItem.active': 'ignored',
  'subscriptionItem.canceled': 'ignored',
  'subscriptionItem.upcoming': 'ignored',
  'subscriptionItem.ended': 'ignored',
  'subscriptionItem.abandoned': 'ignored',
  'subscriptionItem.incomplete': 'ignored',
  'subscriptionItem.pastDue': 'ignored',
  'subscriptionItem.freeTrialEnding': 'ignored',
  'paymentAttempt.created': 'ignored',
  'paymentAttempt.updated': 'ignored',
} as const satisfies Record<string, string>;

export type EventMeaning = (typeof clerkEvents)[keyof typeof clerkEvents];

/** What an event means here; one that Clerk adds later is ignored, and its row in the ledger tells of it. */
export function meaningOf(eventType: string): EventMeaning {
  return Object.hasOwn(clerkEvents, eventType)
    ? clerkEvents[eventType as keyof typeof clerkEvents]
    : 'ignored';
}

/** Types of events as labels: those that Clerk documents, since a label must not grow with what is sent. */
export function labelOfEvent(eventType: string): string {
  return Object.hasOwn(clerkEvents, eventType) ? eventType : 'other';
}
