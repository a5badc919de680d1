import { defineJob } from '#libs/jobs';

/** Gives somebody who came over by a sign-in what a file says, and those who waited for them; the id is ours. */
export const giveRightsJob = defineJob<{ accountId: string }>('accounts.give-rights', {
  expireInSeconds: 600,
});
