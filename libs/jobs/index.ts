/**
 * Work that outlives the request: enqueued in the caller's transaction, done later, retried with back-off.
 *
 * Invariants: a job exists if and only if the change that wanted it was committed; payloads hold ids, never personal
 * data; a handler may run twice and must end the same.
 */
export { defineJob } from './job-definition.js';
export type { JobDefinition, JobPayload } from './job-definition.js';
export { JobQueue } from './job-queue.js';
export type { JobQueueSettings } from './job-queue.js';
export { JobsModule } from './jobs.module.js';
