import { defineJob } from '#libs/jobs';

/** Tells Clerk that a session has ended here; the id is ours. */
export const endAccountSessionJob = defineJob<{ accountSessionId: string }>('accounts.end-session');
