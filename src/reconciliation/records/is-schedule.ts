import type { Actor } from '#auth';

/** Whether nobody asked for it: what the schedule does is in the record of its runs, not in the audit log. */
export function isSchedule(actor: Actor): boolean {
  return actor.kind === 'system' && actor.name === 'scheduler';
}
