import { describe, expect, it } from 'vitest';
import { likelyCause, type LedgerTrace } from './cause.rule.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const trace = (change: Partial<LedgerTrace> = {}): LedgerTrace => ({
  delivery: null,
  othersCameSince: true,
  firstDeliveryAt: minutesAgo(10_000),
  ...change,
});

describe('the likely cause of drift', () => {
  it.each([
    ['lost_webhook', minutesAgo(60), null, trace()],
    ['lost_webhook', null, minutesAgo(500), trace()],
    ['webhooks_silent', minutesAgo(60), null, trace({ othersCameSince: false })],
    ['webhooks_silent', null, null, trace({ othersCameSince: false })],
    ['late_webhook', minutesAgo(5), null, trace()],
    ['waiting_webhook', minutesAgo(60), null, trace({ delivery: 'pending' })],
    ['dead_webhook', minutesAgo(60), null, trace({ delivery: 'dead' })],
    ['before_webhooks', minutesAgo(20_000), null, trace()],
    ['no_webhook', minutesAgo(60), null, trace({ firstDeliveryAt: null, othersCameSince: false })],
    ['newer_here', minutesAgo(60), minutesAgo(59), trace()],
  ] as const)('is %s', (cause, changedAt, mirroredAt, told) => {
    expect(likelyCause(changedAt, mirroredAt, told, NOW)).toBe(cause);
  });
});
