import { defineJob } from '#libs/jobs';

type Which = { organizationId: string; invitationId: string };

/** Asks Clerk to invite (it sends the mail); repeated with growing pauses for a day while Clerk is away. */
export const inviteJob = defineJob<Which>('clerk.invite');
/** Takes an invitation back at Clerk. */
export const revokeInvitationJob = defineJob<Which>('clerk.revoke-invitation');
