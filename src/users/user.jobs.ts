import { defineJob } from '#libs/jobs';

/** Carries to Clerk what shuts a person out here already; ids are ours. */
export const confirmBanJob = defineJob<{ userId: string }>('clerk.confirm-ban');
export const endSessionsJob = defineJob<{ userId: string }>('clerk.end-sessions');
