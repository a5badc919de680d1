import type { HealthReport } from '#manifest';
import { type CheckResult, fail, ok, warn } from '../check.js';

type Detail = HealthReport['detail'];

/** A part of `GET /health` in words. */
interface Part {
  readonly name: string;
  readonly tell: (detail: Detail) => string;
  readonly advice: string;
  /** What is a warning for a monitor is a reason here not to go live. */
  readonly isWrong?: (detail: Detail) => boolean;
}

/** Parts that the checks of the settings look at themselves, or that only tell of this process. */
const LOOKED_AT = ['database', 'migrations', 'data_directory', 'clock', 'schedule'];

const PARTS: Readonly<Record<string, Part>> = {
  jobs: {
    name: 'jobs',
    tell: ({ waiting, failed, oldestSeconds }) =>
      `${waiting} wait, the oldest for ${oldestSeconds} s; ${failed} failed for good`,
    advice: 'See that a process with ROLE=all or worker runs, and look for "a job failed" in its log.',
  },
  audit_log: {
    name: 'audit log',
    tell: ({ unsealed, lagSeconds }) => `${unsealed} rows wait to be sealed, the oldest for ${lagSeconds} s`,
    advice: 'See that a process with ROLE=all or worker runs; audit verify says whether the log is whole.',
  },
  events: {
    name: 'events',
    tell: ({ behind, failing, disabled, dead }) =>
      `${behind} rows wait to be published; ${failing} endpoints fail, ${disabled} are disabled, ${dead} have dead letters`,
    advice: 'Look at the endpoints (GET /api/v1/event-endpoints), mend the receivers, and replay.',
  },
  privacy: {
    name: 'privacy requests',
    tell: ({ openRequests, nearlyDue, overdue }) =>
      `${openRequests} are open, ${nearlyDue} nearly due, ${overdue} overdue`,
    advice: 'Answer them: GET /api/v1/privacy/requests lists them by their day.',
  },
  mirror: {
    name: 'mirror',
    tell: ({ isSeeded }) => (isSeeded === true ? 'is seeded from Clerk' : 'is not seeded from Clerk yet'),
    advice: 'Run tenantry adopt, which says what is in the way, and adopt --apply.',
  },
  usage: {
    name: 'usage',
    tell: ({ deadLetters }) => `${deadLetters} rows of activity are set aside as dead letters`,
    advice:
      'Look for the table and the code in the log; they are tried again every hour (usage.dead-letters).',
    isWrong: ({ deadLetters }) => deadLetters !== 0,
  },
  webhooks: {
    name: 'dead letters',
    tell: ({ pending, dead, openAlarms }) =>
      `${pending} deliveries of Clerk wait, ${dead} are dead letters; ${openAlarms} alarms are open`,
    advice:
      'Look at them (webhooks list, GET /api/v1/sync/alarms), mend what they name, then webhooks replay.',
    isWrong: ({ dead }) => dead !== 0,
  },
  break_glass: {
    name: 'break-glass',
    tell: ({ isConfigured, usedLastDay }) =>
      isConfigured === true
        ? `${usedLastDay} tokens were used in the last 24 hours`
        : 'is off: BREAK_GLASS_PUBLIC_KEY is not set',
    advice:
      'See that each use was meant: GET /api/v1/audit-log?action=break_glass.used, then clear the alarms.',
  },
  clerk: {
    name: 'calls to Clerk',
    tell: ({ breakersOpen, breakersHalfOpen }) =>
      `${breakersOpen} parts of its API are left alone after failures, ${breakersHalfOpen} are tried again`,
    advice: 'Look at https://status.clerk.com, and at the log for what it answered.',
  },
};

/** What every module tells of itself, in words. */
export function checkHealthParts(indicators: Readonly<Record<string, HealthReport>>): CheckResult[] {
  return Object.entries(indicators)
    .filter(([name]) => !LOOKED_AT.includes(name))
    .map(([name, { status, detail }]) => {
      const part = PARTS[name] ?? partOf(name);
      const isUnknown = 'fault' in detail;
      const told = isUnknown ? `cannot tell how it is: ${String(detail['fault'])}` : part.tell(detail);
      if (status === 'failing' || (!isUnknown && part.isWrong?.(detail) === true))
        return fail(part.name, told, part.advice);
      return status === 'warning' ? warn(part.name, told, part.advice) : ok(part.name, told);
    });
}

/** Of a module that a fork has added. */
function partOf(name: string): Part {
  return {
    name: name.replaceAll('_', ' '),
    tell: (detail) =>
      Object.entries(detail)
        .map(([key, value]) => `${key} ${String(value)}`)
        .join(', '),
    advice: 'Look at GET /health and into the log.',
  };
}
