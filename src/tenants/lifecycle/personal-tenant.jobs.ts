import { defineJob } from '#libs/jobs';

/** Makes a person's own tenant at Clerk; the id is ours. */
export const createPersonalTenantJob = defineJob<{ userId: string }>('clerk.create-personal-tenant');
