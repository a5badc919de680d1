import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.js';
import { ClerkRefusedError, ClerkUnavailableError } from './clerk-errors.js';
import { confirmOutage } from './confirm-outage.js';

const away = () =>
  Promise.reject(new ClerkUnavailableError('GET /users/count', null, { reason: 'connection' }));

function breakerAt(maxCooldownMs: number) {
  const time = { now: 0 };
  return {
    time,
    breaker: new CircuitBreaker(
      () => time.now,
      maxCooldownMs,
      () => 1,
    ),
  };
}

/** Answers with each of these in turn, with the last one from then on. */
function asking(...answers: (() => Promise<unknown>)[]) {
  let asked = 0;
  return {
    ask: () => {
      asked += 1;
      return (answers[asked - 1] ?? answers.at(-1)!)();
    },
    count: () => asked,
  };
}

describe('an outage', () => {
  it('is confirmed by a process that asked nothing before, once its breaker is open', async () => {
    const { breaker } = breakerAt(30_000);
    const question = asking(away);
    expect(await confirmOutage(breaker, question.ask)).toBe(true);
    expect([breaker.state, question.count()]).toEqual(['open', 6]);
  });

  it('is confirmed with one question while the breaker cools down', async () => {
    const { breaker } = breakerAt(30_000);
    await confirmOutage(breaker, away);
    const question = asking(away);
    expect([await confirmOutage(breaker, question.ask), question.count()]).toEqual([true, 1]);
  });

  it('is none when Clerk answers, though the breaker still says so', async () => {
    const { breaker } = breakerAt(30_000);
    await confirmOutage(breaker, away);
    expect(await confirmOutage(breaker, () => Promise.resolve({ total_count: 1 }))).toBe(false);
    expect(breaker.state).toBe('open');
  });

  it('is none when Clerk refuses, or fails once and answers then', async () => {
    const { breaker } = breakerAt(30_000);
    expect(await confirmOutage(breaker, () => Promise.reject(new ClerkRefusedError('', 401, [])))).toBe(
      false,
    );
    expect(await confirmOutage(breaker, asking(away, () => Promise.resolve({})).ask)).toBe(false);
    expect(breaker.state).toBe('closed');
  });

  it('ends with the first answer after the cooldown', async () => {
    const { breaker, time } = breakerAt(1_000);
    await confirmOutage(breaker, away);
    time.now += 1_000;
    expect(await confirmOutage(breaker, () => Promise.resolve({}))).toBe(false);
    expect(breaker.state).toBe('closed');
  });

  it('is never confirmed where the breaker never opens', async () => {
    const { breaker } = breakerAt(0);
    const question = asking(away);
    expect([await confirmOutage(breaker, question.ask), question.count()]).toEqual([false, 10]);
  });
});
