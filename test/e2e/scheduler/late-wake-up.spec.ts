import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FixedClock } from '#libs/time';
import { CronSchedule, type PeriodicJob } from '#scheduler';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/test-app.js';
import { LEASE_MS, Replica } from './replica.js';

describe('a replica that slept through its lease while nobody else looked', () => {
  let database: TestDatabase;
  let replica: Replica;
  let runs = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const clock = new FixedClock(new Date('2026-11-21T00:00:00Z'));
    const jobs = (self: () => Replica): PeriodicJob[] => [
      {
        name: 'tick',
        schedule: new CronSchedule('* * * * *'),
        owner: 'test',
        timeoutSeconds: 30,
        miss: '',
        run: async ({ conclude }) => {
          runs += 1;
          if (runs === 1) await self().pause(LEASE_MS * 3);
          return conclude(() => Promise.resolve({}));
        },
      },
    ];
    replica = await Replica.start(database.url, clock, jobs);
    clock.advanceSeconds(60);
  });

  afterAll(async () => {
    await replica.close();
    await database.drop();
  });

  it('gives the run up without ending it, and the next look does it', async () => {
    await replica.scheduler.tick();
    await replica.scheduler.idle();
    expect(await database.query('select state, error from scheduled_runs')).toEqual([
      { state: 'running', error: null },
    ]);
    await until('the run is done', async () => {
      await replica.scheduler.tick();
      await replica.scheduler.idle();
      const [row] = await database.query<{ state: string }>('select state from scheduled_runs');
      return row?.state !== 'running';
    });
    expect(await database.query('select state, error from scheduled_runs')).toEqual([
      { state: 'succeeded', error: null },
    ]);
    expect(runs).toBeGreaterThan(1);
  });
});
