import { describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Lease, type LeasedWork, whileLeased } from './while-leased.js';

class LostError extends Error {}
class LateError extends Error {}

const LIMIT = { afterMs: 60_000, error: () => new LateError() };

/** A lease that is held until it is lost, and what was asked of it. */
function leased(change: Partial<Lease> = {}) {
  const asked: string[] = [];
  let isHeld = true;
  const answer = (what: string) => () => {
    asked.push(what);
    return Promise.resolve(isHeld);
  };
  const lease: Lease = {
    lengthMs: 15,
    transaction: async (work) => {
      asked.push('begin');
      try {
        return await work();
      } finally {
        asked.push('end');
      }
    },
    renew: answer('renew'),
    isHeld: answer('look'),
    lost: () => new LostError(),
    onFailedRenewal: () => void asked.push('failed renewal'),
    ...change,
  };
  return { lease, asked, lose: () => (isHeld = false) };
}

const aborted = ({ signal }: LeasedWork) =>
  new Promise<unknown>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(signal.reason);
    });
  });

describe('leased work', () => {
  it('has its lease renewed in transactions for as long as it goes on, and no longer', async () => {
    const { lease, asked } = leased();
    const renewals = () => asked.filter((what) => what === 'renew').length;
    const answer = await whileLeased(lease, LIMIT, async ({ signal }) => {
      while (renewals() < 5) await sleep(1);
      return signal.aborted;
    });
    expect(answer).toBe(false);
    const seen = renewals();
    await sleep(lease.lengthMs * 3);
    expect(renewals()).toBe(seen);
    expect(asked.slice(0, 3)).toEqual(['begin', 'renew', 'end']);
  });

  it('is told when the lease is lost, and commits nothing from then on', async () => {
    const { lease, asked, lose } = leased();
    const done: string[] = [];
    const work = whileLeased(lease, LIMIT, async (held) => {
      await held.commit(() => Promise.resolve(done.push('before')));
      lose();
      const reason = await aborted(held);
      await expect(held.commit(() => Promise.resolve(done.push('after')))).rejects.toThrow(LostError);
      return reason;
    });
    expect(await work).toBeInstanceOf(LostError);
    expect(done).toEqual(['before']);
    expect(asked.slice(0, 3)).toEqual(['begin', 'look', 'end']);
  });

  it('is not ended by a renewal that fails: the next one may succeed', async () => {
    let tries = 0;
    const renew = () => ((tries += 1) < 3 ? Promise.reject(new Error('away')) : Promise.resolve(true));
    const { lease, asked } = leased({ renew });
    const isEnded = await whileLeased(lease, LIMIT, async ({ signal }) => {
      while (tries < 4) await sleep(1);
      return signal.aborted;
    });
    expect(isEnded).toBe(false);
    expect(asked.filter((what) => what === 'failed renewal')).toHaveLength(2);
  });

  it('is told when its time is over', async () => {
    const { lease } = leased();
    const limit = { afterMs: 5, error: () => new LateError() };
    expect(await whileLeased(lease, limit, aborted)).toBeInstanceOf(LateError);
  });

  it('fails as it does, and its lease is renewed no more', async () => {
    const { lease, asked } = leased();
    await expect(whileLeased(lease, LIMIT, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    await sleep(lease.lengthMs * 3);
    expect(asked).toEqual([]);
  });
});
