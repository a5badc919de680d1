import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FixedClock } from '#libs/time';
import { CronSchedule, type PeriodicJob } from '#scheduler';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { Replica } from './replica.js';

describe('a periodic job that takes too long', () => {
  let database: TestDatabase;
  const replicas: Replica[] = [];
  const clock = new FixedClock(new Date('2026-11-21T00:00:00Z'));

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await database.drop();
  });

  async function start(
    name: string,
    timeoutSeconds: number,
    run: PeriodicJob['run'],
  ): Promise<Replica['scheduler']> {
    const job = {
      name,
      schedule: new CronSchedule('* * * * *'),
      owner: 'test',
      timeoutSeconds,
      miss: '',
      run,
    };
    const replica = await Replica.start(database.url, clock, () => [job]);
    replicas.push(replica);
    return replica.scheduler;
  }

  const runsOf = (job: string) =>
    database.query(
      `select state, overran, error, finished_at is not null as ended from scheduled_runs
        where job = $1 order by slot`,
      [job],
    );

  it('and into its next slot is not started twice: the slot is written down as skipped, the run as overrun', async () => {
    const work = Promise.withResolvers<undefined>();
    const scheduler = await start('slow', 30, async () => {
      await work.promise;
      return { done: 1 };
    });
    await scheduler.tick();
    clock.advanceSeconds(60);
    await scheduler.tick();
    expect(await runsOf('slow')).toEqual([
      { state: 'running', overran: true, error: null, ended: false },
      { state: 'skipped', overran: false, error: 'the run before has not ended', ended: true },
    ]);
    work.resolve(undefined);
    await scheduler.idle();
    clock.advanceSeconds(60);
    await scheduler.tick();
    await scheduler.idle();
    expect(await runsOf('slow')).toEqual([
      { state: 'succeeded', overran: true, error: null, ended: true },
      { state: 'skipped', overran: false, error: 'the run before has not ended', ended: true },
      { state: 'succeeded', overran: false, error: null, ended: true },
    ]);
  });

  it('and beyond its time-out is told to end, counts as failed, and may write nothing more', async () => {
    const refused = Promise.withResolvers<unknown>();
    let wasTold = false;
    const scheduler = await start('endless', 0.1, async ({ signal, commit }) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      wasTold = signal.aborted;
      await scheduler.idle();
      await commit(() => Promise.resolve()).catch(refused.resolve);
      return {};
    });
    await scheduler.tick();
    await scheduler.idle();
    expect(await refused.promise).toMatchObject({ message: expect.stringContaining('not in charge') });
    expect(wasTold).toBe(true);
    expect(await runsOf('endless')).toEqual([
      { state: 'failed', overran: true, error: 'timeout', ended: true },
    ]);
  });

  it('and fails says with which kind of fault, and runs again in its next slot', async () => {
    const scheduler = await start('broken', 30, () => Promise.reject(new RangeError('a name in here')));
    for (let slot = 0; slot < 2; slot += 1) {
      await scheduler.tick();
      await scheduler.idle();
      clock.advanceSeconds(60);
    }
    const failed = { state: 'failed', overran: false, error: 'RangeError', ended: true };
    expect(await runsOf('broken')).toEqual([failed, failed]);
  });
});
