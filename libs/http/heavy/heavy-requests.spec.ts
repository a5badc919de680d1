import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { HeavyRequests } from './heavy-requests.js';

const BUSY = expect.objectContaining({ code: 'busy', status: 503 }) as unknown as Error;
const OWN = expect.objectContaining({ code: 'too_many_requests', status: 429 }) as unknown as Error;

describe('heavy requests', () => {
  it('wait their turn, and are refused with the moment for another try when it does not come', async () => {
    const requests = new HeavyRequests(2, 10);
    const [first] = [await requests.begin('anna'), await requests.begin('ben')];
    await expect(requests.begin('carl')).rejects.toEqual(BUSY);
    await expect(requests.begin('carl')).rejects.toMatchObject({ headers: { 'retry-after': '3' } });
    const turn = requests.begin('carl');
    first();
    (await turn)();
  });

  it('of one person take half of what may run, and only that person is refused', async () => {
    const requests = new HeavyRequests(4, 10);
    await requests.begin('anna');
    await requests.begin('anna');
    await expect(requests.begin('anna')).rejects.toEqual(OWN);
    await requests.begin('ben');
  });

  it('let nobody overtake others, and refuse at once when the queue is long', async () => {
    const requests = new HeavyRequests(1, 60_000);
    const end = await requests.begin('anna');
    const turns = [requests.begin('ben'), requests.begin('carl')];
    await expect(requests.begin('dora')).rejects.toEqual(BUSY);
    end();
    end();
    const second = await turns[0]!;
    second();
    await turns[1];
  });

  it('never run more than are allowed, whoever comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('anna', 'ben', 'carl', 'end'), { maxLength: 40 }),
        async (most, steps) => {
          const requests = new HeavyRequests(most, 1);
          const running: (() => void)[] = [];
          const begun: Promise<unknown>[] = [];
          for (const step of steps) {
            if (step === 'end') running.shift()?.();
            else {
              const turn = requests.begin(step).then(
                (end) => running.push(end),
                () => undefined,
              );
              begun.push(turn);
            }
            await Promise.resolve();
            expect(running.length).toBeLessThanOrEqual(most);
          }
          await Promise.all(begun);
          expect(running.length).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 50 },
    );
  });
});
