import { defineJob } from '#libs/jobs';

/** Fetches Clerk's roles. Also enqueued at every start: a new database has none, and news may have been missed. */
export const mirrorRolesJob = defineJob<Record<string, never>>('clerk.mirror-roles');
