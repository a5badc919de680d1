import { defineJob } from '#libs/jobs';

/** Deletes at Clerk what was deleted here; the id is ours. */
export const deleteOrganizationJob = defineJob<{ organizationId: string }>('clerk.delete-organization');
