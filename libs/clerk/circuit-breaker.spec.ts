import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type BreakerPermit, CircuitBreaker } from './circuit-breaker.js';

describe('a circuit breaker', () => {
  let now = 0;
  const make = (): CircuitBreaker => {
    now = 0;
    return new CircuitBreaker(
      () => now,
      30_000,
      () => 1,
    );
  };
  const admitted = (breaker: CircuitBreaker): BreakerPermit => {
    const permit = breaker.admit();
    if (permit === null) throw new Error('not admitted');
    return permit;
  };
  const fail = (breaker: CircuitBreaker, times: number, isTimeout = false): void => {
    for (let count = 0; count < times; count += 1) breaker.failed(admitted(breaker), { isTimeout });
  };

  it('opens after six failures in a row, or three timeouts', () => {
    const refused = make();
    fail(refused, 5);
    refused.succeeded(admitted(refused));
    fail(refused, 5);
    expect(refused.state).toBe('closed');
    fail(refused, 1);
    expect([refused.state, refused.admit()]).toEqual(['open', null]);

    const silent = make();
    fail(silent, 3, true);
    expect(silent.state).toBe('open');
  });

  it('opens when half of the last twenty failed, though never many in a row', () => {
    const breaker = make();
    for (let count = 0; count < 9; count += 1) {
      breaker.succeeded(admitted(breaker));
      fail(breaker, 1);
    }
    breaker.succeeded(admitted(breaker));
    expect(breaker.state).toBe('closed');
    fail(breaker, 1);
    expect(breaker.state).toBe('open');
  });

  it('lets one probe through after a rest, which doubles up to half a minute, and closes with its success', () => {
    const breaker = make();
    fail(breaker, 6);
    for (const rest of [1, 2, 4, 8, 16, 30, 30]) {
      now += rest * 1000 - 1;
      expect(breaker.admit()).toBeNull();
      now += 1;
      const probe = admitted(breaker);
      expect([breaker.state, breaker.admit()]).toEqual(['half_open', null]);
      breaker.failed(probe);
      expect(breaker.state).toBe('open');
    }
    now += 30_000;
    breaker.succeeded(admitted(breaker));
    expect(breaker.state).toBe('closed');
    fail(breaker, 6);
    expect(breaker.cooldownMs()).toBe(1_000);
  });

  it('does not listen to answers from before it opened', () => {
    const breaker = make();
    const early = [admitted(breaker), admitted(breaker)] as const;
    fail(breaker, 6);
    now += 1_000;
    const probe = admitted(breaker);
    breaker.succeeded(early[0]);
    breaker.failed(early[1]);
    expect(breaker.state).toBe('half_open');
    breaker.succeeded(probe);
    expect(breaker.state).toBe('closed');
  });

  it('never has two probes under way, and always lets one through again in the end', () => {
    const step = fc.record({ after: fc.nat(40_000), succeeds: fc.boolean(), isTimeout: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const breaker = make();
        for (const { after, succeeds, isTimeout } of steps) {
          now += after;
          const permit = breaker.admit();
          if (permit === null) continue;
          if (permit.isProbe) expect(breaker.admit()).toBeNull();
          if (succeeds) breaker.succeeded(permit);
          else breaker.failed(permit, { isTimeout });
        }
        now += 30_000;
        expect(breaker.admit()).not.toBeNull();
      }),
    );
  });
});
