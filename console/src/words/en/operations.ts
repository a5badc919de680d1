import type { Doctor, Drift, PeriodicJob, Reconciliation } from '../../api/operations-queries';
import type { UsageReport } from '../../api/usage-queries';
import type { SomeTexts, Texts } from '../texts';

export interface OperationsWords extends Texts<
  | 'title'
  | 'health'
  | 'drift'
  | 'deadLetters'
  | 'schedule'
  | 'usage'
  | 'askDoctor'
  | 'doctorWell'
  | 'doctorFinds'
  | 'alarms'
  | 'noAlarms'
  | 'clear'
  | 'compare'
  | 'comparing'
  | 'neverCompared'
  | 'earlier'
  | 'apply'
  | 'applyNow'
  | 'applied'
  | 'hash'
  | 'force'
  | 'forceText'
  | 'firstHundred'
  | 'what'
  | 'atClerk'
  | 'here'
  | 'isThere'
  | 'isNotThere'
  | 'noDeadLetters'
  | 'replay'
  | 'replayed'
  | 'runNow'
  | 'next'
  | 'last'
  | 'retained'
  | 'active'
  | 'activeOrganizations'
  | 'expected'
  | 'planLimit'
  | 'numbers'
  | 'day'
  | 'peopleOfDay'
  | 'retainedToDate'
  | 'chart'
> {
  readonly checks: Texts<Doctor['checks'][number]['status']>;
  readonly statuses: Texts<Reconciliation['status']>;
  readonly kinds: Texts<Drift['items'][number]['kind']>;
  readonly runs: Texts<NonNullable<PeriodicJob['lastRun']>['state']>;
  readonly alerts: Readonly<Record<UsageReport['alerts'][number]['kind'], (limit: string) => string>>;
  readonly times: (count: number) => string;
  readonly differences: (count: number) => string;
  readonly applyText: (count: number) => string;
  readonly blockedBy: (kind: Drift['items'][number]['kind'], removals: number) => string;
  readonly started: (job: string) => string;
  readonly countedSince: (day: string) => string;
  /** Why somebody counts in the month. */
  readonly counted: Texts<
    'title' | 'organization' | 'person' | 'who' | 'whoHint' | 'ask' | 'retained' | 'active' | 'neither'
  > & {
    readonly activeOn: (days: string) => string;
    readonly members: (all: number, active: number, retained: number) => string;
  };
  /** How much may be asked for in a while. */
  readonly limits: Texts<'title' | 'text' | 'off'> & {
    readonly names: SomeTexts;
    readonly quota: (requests: string, seconds: number) => string;
    readonly left: (requests: string, seconds: number) => string;
  };
}

export const operations: OperationsWords = {
  title: 'Operations',
  health: 'Health',
  drift: 'Drift',
  deadLetters: 'Dead letters',
  schedule: 'Schedule',
  usage: 'Usage',
  askDoctor: 'Ask the doctor',
  doctorWell: 'The doctor finds nothing wrong',
  doctorFinds: 'The doctor finds something',
  checks: { ok: 'Well', warn: 'Look at it', fail: 'Wrong' },
  alarms: 'Alarms',
  noAlarms: 'Nothing rings.',
  clear: 'Close',
  times: (count) => (count === 1 ? 'once' : `${String(count)} times`),
  compare: 'Compare with Clerk',
  comparing: 'Comparing …',
  neverCompared: 'Nothing was compared yet',
  earlier: 'Earlier comparisons',
  statuses: {
    planning: 'Comparing …',
    planned: 'Compared',
    applying: 'Applying …',
    applied: 'Applied',
    blocked: 'Held back by the safety threshold',
    failed: 'Failed',
  },
  differences: (count) => (count === 1 ? '1 difference' : `${String(count)} differences`),
  apply: 'Apply the plan',
  applyText: (count) =>
    `The mirror follows Clerk in ${String(count)} places, as the plan says. Clerk is not changed.`,
  applyNow: 'Apply',
  applied: 'The plan is being applied.',
  hash: 'Hash of the plan that you have read:',
  force: 'Apply all the same',
  forceText: 'More would be removed than the safety threshold lets through. Make sure that Clerk is right.',
  blockedBy: (kind, removals) => `${String(removals)} of kind ${kind} would be removed:`,
  firstHundred: 'The first hundred are shown.',
  what: 'What',
  atClerk: 'At Clerk',
  here: 'Here',
  isThere: 'There',
  isNotThere: 'Not there',
  kinds: {
    user: 'Person',
    organization: 'Organization',
    membership: 'Membership',
    invitation: 'Invitation',
    role: 'Role',
  },
  noDeadLetters: 'Every delivery was applied',
  replay: 'Try again',
  replayed: 'It is tried again.',
  runNow: 'Run now',
  started: (job) => `${job} is running.`,
  next: 'Next',
  last: 'last:',
  runs: {
    running: 'runs since',
    succeeded: 'went well',
    failed: 'failed',
    skipped: 'was skipped',
    lost: 'was lost',
  },
  retained: 'Retained people',
  active: 'Active people',
  activeOrganizations: 'Active organizations',
  expected: 'Retained, expected at the end',
  planLimit: 'Limit of the plan',
  countedSince: (day) => `counted since ${day}`,
  alerts: {
    reached_80_percent: (limit) => `80 % of ${limit} retained people are reached.`,
    reached_100_percent: (limit) => `The limit of ${limit} retained people is reached.`,
    forecast_above_limit: (limit) => `More than ${limit} retained people are expected this month.`,
  },
  numbers: 'The same in numbers',
  day: 'Day',
  peopleOfDay: 'People of the day',
  retainedToDate: 'Retained so far',
  chart: 'People per day and retained people so far; the same in numbers stands below',
  counted: {
    title: 'Why counted?',
    organization: 'Why the organization counts',
    person: 'Why somebody counts',
    who: 'Id of a person or an organization',
    whoHint: 'Ours of a person, or Clerk’s: user_… or org_….',
    ask: 'Why counted?',
    retained: 'Counts as retained',
    active: 'Is active, and not retained',
    neither: 'Does not count',
    activeOn: (days) => `Active on ${days}.`,
    members: (all, active, retained) =>
      `${String(all)} members, ${String(active)} of them active, ${String(retained)} retained.`,
  },
  limits: {
    title: 'Rate limits',
    text: 'What the service counts, with what is left to you at this moment.',
    off: 'Rate limits are switched off.',
    names: { address: 'Each address', user: 'Each person' },
    quota: (requests, seconds) => `${requests} requests in ${String(seconds)} seconds`,
    left: (requests, seconds) => `${requests} left, for ${String(seconds)} seconds`,
  },
};
