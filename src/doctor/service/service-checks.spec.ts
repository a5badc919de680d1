import { describe, expect, it } from 'vitest';
import { checkRoom } from '../data-directory.check.js';
import { checkKeyAges } from '../keys/key-ages.check.js';
import { checkDeliveries } from './deliveries.check.js';
import { checkDrift } from './drift.check.js';
import { checkHealthParts } from './health-parts.check.js';
import { checkSchedule } from './schedule.check.js';
import { checkWebhookEvents, LOOKED_FOR } from './webhook-events.check.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000);

describe('the schedule', () => {
  it.each([
    ['of a service that began a moment ago', { lastRunAt: null }, minutesAgo(1), 'ok'],
    ['that never ran', { lastRunAt: null }, minutesAgo(60), 'fail'],
    ['that ran a moment ago', { lastRunAt: minutesAgo(2).toISOString() }, minutesAgo(600), 'ok'],
    ['that stands still', { lastRunAt: minutesAgo(15).toISOString() }, minutesAgo(600), 'fail'],
    [
      'with a failed job',
      { lastRunAt: minutesAgo(1).toISOString(), failedJobs: 'audit.verify' },
      minutesAgo(600),
      'fail',
    ],
    [
      'with a late job',
      { lastRunAt: minutesAgo(1).toISOString(), lateJobs: 'audit.verify' },
      minutesAgo(600),
      'warn',
    ],
  ])('%s', (_, detail, since, status) => {
    expect(checkSchedule({ status: 'ok', detail }, since, NOW).map((check) => check.status)).toEqual([
      status,
    ]);
  });
});

describe('the last reconciliation', () => {
  const run = {
    id: '0',
    mode: 'full' as const,
    status: 'applied' as const,
    drift: null,
    error: null,
    startedAt: minutesAgo(60),
    finishedAt: minutesAgo(59),
  };
  it.each([
    ['that was applied', [run], 'ok'],
    ['that is held', [{ ...run, status: 'blocked' as const }], 'fail'],
    ['that failed', [{ ...run, status: 'failed' as const, error: 'clerk_unavailable' }], 'fail'],
    ['of two days ago', [{ ...run, finishedAt: minutesAgo(2_880) }], 'fail'],
    ['behind one that runs', [{ ...run, status: 'planning' as const }, run], 'ok'],
  ])('%s', (_, runs, status) => {
    expect(checkDrift(runs, minutesAgo(9_999), NOW).status).toBe(status);
  });

  it('that never was is wrong only once the night has passed', () => {
    expect(checkDrift([], minutesAgo(60), NOW).status).toBe('ok');
    expect(checkDrift([], minutesAgo(2_880), NOW).status).toBe('fail');
  });
});

describe('the deliveries', () => {
  it.each([
    [null, false, 0, 'warn'],
    [null, false, 3, 'fail'],
    [minutesAgo(5), true, 0, 'ok'],
    [minutesAgo(5), true, 3, 'warn'],
    [minutesAgo(9_999), false, 3, 'fail'],
    [minutesAgo(9_999), false, 0, 'ok'],
  ])('last %p, recent %p, %d refused', (lastAt, isRecent, refused, status) => {
    expect(checkDeliveries({ lastAt, isRecent, refused }).status).toBe(status);
  });
});

describe('a part of the service', () => {
  it('tells in words how it is, and nothing of a fault', () => {
    const checks = checkHealthParts({
      database: { status: 'failing', detail: {} },
      webhooks: { status: 'warning', detail: { pending: 0, dead: 2, openAlarms: 1 } },
      jobs: { status: 'failing', detail: { fault: 'no answer in time' } },
      privacy: { status: 'warning', detail: { openRequests: 1, nearlyDue: 1, overdue: 0 } },
      rooms: { status: 'ok', detail: { dirty: 3 } },
    });
    expect(checks.map(({ name, status, detail }) => `${status} ${name}: ${detail}`)).toEqual([
      'fail dead letters: 0 deliveries of Clerk wait, 2 are dead letters; 1 alarms are open',
      'fail jobs: cannot tell how it is: no answer in time',
      'warn privacy requests: 1 are open, 1 nearly due, 0 overdue',
      'ok rooms: dirty 3',
    ]);
  });
});

describe('a disk', () => {
  it.each([
    [50, 'ok'],
    [5, 'warn'],
    [1, 'fail'],
  ])('with %d % left', (bavail, status) => {
    expect(checkRoom({ bavail, blocks: 100 }).status).toBe(status);
  });
});

describe('a key', () => {
  const key = (name: string, days: number | null) => ({
    name,
    fingerprint: '0011223344556677',
    since: days === null ? null : minutesAgo(days * 1_440).toISOString(),
    rotation: 'Rotate it.',
  });
  it.each([
    [key('CLERK_SECRET_KEY', null), 'ok'],
    [key('CLERK_SECRET_KEY', 364), 'ok'],
    [key('CLERK_SECRET_KEY', 365), 'warn'],
    [key('CLERK_SECRET_KEY', 730), 'fail'],
    [key('CLERK_JWT_KEY', 730), 'ok'],
    [key('TENANTRY_SIGNING_KEY', 730), 'ok'],
  ])('%p', (entry, status) => {
    expect(checkKeyAges([entry], NOW).map((check) => check.status)).toEqual([status]);
  });
});

describe('the events of the endpoint', () => {
  const none = { missing: 0, extra: 0, different: 0 };
  const drift = (invitation: typeof none) => ({
    total: 1,
    user: none,
    organization: none,
    membership: none,
    role: none,
    invitation,
  });
  const all = new Set(LOOKED_FOR);
  const without = (text: string) => new Set(LOOKED_FOR.filter((event) => !event.startsWith(text)));
  const revoked = drift({ ...none, extra: 1 });

  it.each([
    ['that all came', all, [revoked], 'ok'],
    ['of which a kind did not come, and nothing was missed', without('organizationInvitation'), [], 'ok'],
    ['of which one was missed', without('organizationInvitation.revoked'), [revoked], 'fail'],
    ['of which another was missed', without('organizationInvitation.created'), [revoked], 'ok'],
  ])('%s', (_, came, drifts, status) => {
    expect(checkWebhookEvents(came, drifts).status).toBe(status);
  });
});
