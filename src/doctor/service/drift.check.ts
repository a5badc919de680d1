import type { Reconciliation } from '#reconciliation';
import { type CheckResult, fail, ok } from '../check.js';

const NAME = 'drift';
const HOUR_MS = 3_600_000;
/** Everything is compared every night. */
const OLD_HOURS = 30;

/**
 * Whether mirror and Clerk were the same when they were compared last.
 *
 * @param runs newest first
 * @param usedSince when a service worked on this database first
 */
export function checkDrift(
  runs: readonly Pick<
    Reconciliation,
    'id' | 'mode' | 'status' | 'drift' | 'error' | 'startedAt' | 'finishedAt'
  >[],
  usedSince: Date,
  nowMs = Date.now(),
): CheckResult {
  const last = runs.find(({ status }) => status !== 'planning' && status !== 'applying');
  if (last === undefined)
    return nowMs - usedSince.getTime() < OLD_HOURS * HOUR_MS
      ? ok(NAME, 'mirror and Clerk were not compared yet, which the schedule does every night')
      : fail(
          NAME,
          'mirror and Clerk were never compared',
          'Run tenantry reconcile plan, and see why the schedule does not.',
        );
  const show = `tenantry reconcile show ${last.id}`;
  if (last.status === 'blocked')
    return fail(
      NAME,
      'a reconciliation would take away more than the safety threshold allows, and waits',
      `Read it (${show}); what is right is applied with --force.`,
    );
  if (last.status === 'failed')
    return fail(NAME, `the last reconciliation failed: ${last.error ?? 'unknown'}`, `${show} says more.`);
  const left = last.status === 'planned' ? (last.drift?.total ?? 0) : 0;
  if (left > 0)
    return fail(
      NAME,
      `mirror and Clerk differ in ${left} ${left === 1 ? 'object' : 'objects'}, and the plan is not applied`,
      `Read it (${show}), then tenantry reconcile apply <hash>.`,
    );
  const hours = Math.floor((nowMs - (last.finishedAt ?? last.startedAt).getTime()) / HOUR_MS);
  return hours >= OLD_HOURS
    ? fail(
        NAME,
        `mirror and Clerk were compared ${hours} hours ago`,
        'Run tenantry reconcile plan, and see why the schedule does not.',
      )
    : ok(NAME, 'mirror and Clerk were the same when they were compared last, or were made so');
}
