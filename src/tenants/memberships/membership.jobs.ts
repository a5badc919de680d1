import { defineJob } from '#libs/jobs';

/** Carries a right that was taken here to Clerk; ids are ours. */
export const pushRoleJob = defineJob<{ organizationId: string; userId: string }>(
  'clerk.push-membership-role',
);
export const removeMembershipJob = defineJob<{ organizationId: string; userId: string }>(
  'clerk.remove-membership',
);
