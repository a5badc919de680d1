import { defineErrors } from '#libs/http';

export const schedulerErrors = defineErrors({
  unknownJob: { code: 'unknown_job', status: 404, detail: 'There is no such periodic job.' },
  alreadyRunning: { code: 'job_running', status: 409, detail: 'The job runs at this moment.' },
});
