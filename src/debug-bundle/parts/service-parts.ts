import { systemScope } from '#auth';
import { OperationsPagesService } from '#health';
import { SLOW_MS, slowStatements } from '#libs/database';
import { notedErrors } from '#libs/telemetry';
import { ReconciliationsService } from '#reconciliation';
import { ScheduleService } from '#scheduler';
import type { FindPart } from '../../doctor/index.js';
import type { BundlePart } from '../bundle-part.js';
import { kindOf } from './database-parts.js';

const RUNS = 50;

/** What only the service can tell; the same files are there, and say why, where it cannot. */
export const SERVICE_PARTS = [
  { file: 'health.json', about: 'how the service is, part by part, as `GET /health` tells it' },
  {
    file: 'schedule.json',
    about: 'every periodic job, how its last run ended, and with which kind of fault',
  },
  {
    file: 'drift.json',
    about: 'the last comparisons of the mirror with Clerk: state, drift by kind, code of what ended them',
  },
  {
    file: 'errors.json',
    about: 'errors since the start of this process by class, code and place, the latest first',
  },
  {
    file: 'statements.json',
    about: `statements that took ${SLOW_MS} ms or longer since the start of this process, by name`,
  },
] as const;

type ServiceFile = (typeof SERVICE_PARTS)[number]['file'];

/** @param find finds a part of the service, wherever it is provided */
export function servicePartsOf(find: FindPart, { isService }: { readonly isService: boolean }): BundlePart[] {
  const reads: Record<ServiceFile, () => Promise<unknown>> = {
    'health.json': () => find(OperationsPagesService).health(),
    'schedule.json': () => scheduleOf(find),
    'drift.json': () => driftOf(find),
    'errors.json': () => Promise.resolve({ ofTheService: isService, errors: notedErrors() }),
    'statements.json': () => Promise.resolve({ ofTheService: isService, statements: slowStatements() }),
  };
  return SERVICE_PARTS.map((part) => ({ ...part, read: reads[part.file] }));
}

async function scheduleOf(find: FindPart) {
  const jobs = await find(ScheduleService).list(systemScope('scheduler'));
  return jobs.map(({ name, cron, nextAt, lastRun }) => ({
    name,
    cron,
    nextAt,
    lastRun: lastRun && {
      state: lastRun.state,
      startedAt: lastRun.startedAt,
      finishedAt: lastRun.finishedAt,
      attempts: lastRun.attempts,
      overran: lastRun.overran,
      error: kindOf(lastRun.error),
    },
  }));
}

async function driftOf(find: FindPart) {
  const runs = await find(ReconciliationsService).list(systemScope('reconciliation'), null, RUNS);
  return runs.map(({ mode, status, drift, error, startedAt, finishedAt }) => ({
    mode,
    status,
    drift,
    error: kindOf(error),
    startedAt,
    finishedAt,
  }));
}
