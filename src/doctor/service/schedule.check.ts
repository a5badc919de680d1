import type { HealthReport } from '#manifest';
import { type CheckResult, fail, ok, warn } from '../check.js';

const NAME = 'schedule';
const MINUTE_MS = 60_000;
/** Some job is due every minute; a long run or a restart may hold them up. */
const SILENT_MINUTES = 15;

/**
 * Whether some process carries out the periodic jobs, and how their last runs ended.
 *
 * @param usedSince when a service worked on this database first
 */
export function checkSchedule({ detail }: HealthReport, usedSince: Date, nowMs = Date.now()): CheckResult[] {
  const lastRunAt = typeof detail['lastRunAt'] === 'string' ? Date.parse(detail['lastRunAt']) : undefined;
  const silentFor = Math.floor((nowMs - (lastRunAt ?? usedSince.getTime())) / MINUTE_MS);
  if (silentFor >= SILENT_MINUTES)
    return [
      fail(
        NAME,
        lastRunAt === undefined
          ? 'no periodic job has ever run: nothing is reconciled, nothing expires, nothing is cleaned up'
          : `no periodic job has run for ${silentFor} minutes`,
        'Start a process with SCHEDULER_ENABLED=true and ROLE=all or worker.',
      ),
    ];
  const failed = String(detail['failedJobs'] ?? '');
  if (failed !== '')
    return [
      fail(
        NAME,
        `the last run of these failed: ${failed}`,
        'schedule runs <job> says with what; mend it, then schedule run <job>.',
      ),
    ];
  const late = String(detail['lateJobs'] ?? '');
  if (late !== '')
    return [warn(NAME, `these are late: ${late}`, 'They run in turn; look again in a minute.')];
  return [ok(NAME, `${String(detail['known'])} periodic jobs, none failed at its last run`)];
}
