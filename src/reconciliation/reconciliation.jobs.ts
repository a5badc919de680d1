import { defineJob } from '#libs/jobs';

/**
 * Carries a run that somebody asked for over the API. When its process dies the tick of the schedule takes the run up
 * again, so the job itself is tried only a few times.
 */
export const carryReconciliationJob = defineJob<{ runId: string }>('sync.reconcile', {
  retryLimit: 3,
  retryDelaySeconds: 30,
  expireInSeconds: 4 * 3_600,
});
