import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { FixedClock } from '#libs/time';
import { CronSchedule, type PeriodicJob, RunLostError } from '#scheduler';
import { Dice } from '../../support/dice.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { LEASE_MS, Replica } from './replica.js';

// All 500 of the figure with TICKS=500; fewer in every run, since each of them waits for real leases.
const TICKS = Number(process.env['TICKS'] ?? 150);
const REPLICAS = 4;
/** A slot takes milliseconds, or some leases of {@link LEASE_MS} where a replica dies in it. */
const MAX_WAIT_MS = 60_000;
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe('four replicas with one schedule', () => {
  let database: TestDatabase;
  const replicas: Replica[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('create table effects (slot timestamptz not null)');
    await database.query('grant select, insert on effects to tenantry_app');
  });

  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await database.drop();
  });

  it(`have one effective run of each of ${TICKS} ticks, though they are paused and killed (SEED=${SEED})`, async () => {
    const dice = new Dice(SEED);
    const clock = new FixedClock(new Date('2026-11-21T00:00:00Z'));
    const refused: string[] = [];
    let mishap: 'none' | 'pause' | 'kill' = 'none';

    const jobs = (replica: () => Replica): PeriodicJob[] => [
      {
        name: 'tick',
        schedule: new CronSchedule('* * * * *'),
        owner: 'test',
        timeoutSeconds: 30,
        miss: '',
        run: async ({ slot, conclude }) => {
          const strike = mishap;
          mishap = 'none';
          if (strike === 'kill') {
            replica().kill();
            return new Promise(() => undefined);
          }
          // Longer than two leases: by then another replica has the run.
          if (strike === 'pause') await replica().pause(LEASE_MS * 2.5);
          try {
            return await conclude(async () => {
              await replica().manager().query('insert into effects (slot) values ($1)', [slot]);
              return {};
            });
          } catch (error) {
            if (error instanceof RunLostError) refused.push(slot.toISOString());
            throw error;
          }
        },
      },
    ];
    const start = () => Replica.start(database.url, clock, jobs);
    for (let index = 0; index < REPLICAS; index += 1) replicas.push(await start());

    for (let tick = 0; tick < TICKS; tick += 1) {
      clock.advanceSeconds(60);
      const fate = dice.next();
      mishap = fate < 0.04 ? 'kill' : fate < 0.08 ? 'pause' : 'none';
      const isRough = mishap !== 'none';
      await beat(replicas);
      const beganAt = performance.now();
      while (!(await isDone(database, clock.now()))) {
        if (performance.now() - beganAt > MAX_WAIT_MS)
          throw new Error(await standStill(database, clock.now()));
        await sleep(isRough ? LEASE_MS / 2 : 2);
        await beat(replicas);
      }
      for (const [index, replica] of replicas.entries()) {
        if (replica.isAlive) continue;
        replicas[index] = await start();
        await replica.close();
      }
    }
    await Promise.all(replicas.map((replica) => replica.scheduler.idle()));

    const uneven = await database.query(
      'select slot, count(*)::integer as runs from effects group by slot having count(*) <> 1',
    );
    expect(uneven).toEqual([]);
    expect(await database.query('select count(*)::integer as slots from effects')).toEqual([
      { slots: TICKS },
    ]);
    // The pauses really were long enough: those who woke up late were refused.
    expect(refused.length).toBeGreaterThan(0);
    expect(
      await database.query(`select state, count(*)::integer as runs from scheduled_runs group by 1`),
    ).toEqual([{ state: 'succeeded', runs: TICKS }]);
  }, 300_000);
});

/** All look at once; a frozen one is not waited for. */
async function beat(replicas: readonly Replica[]): Promise<void> {
  const looks = replicas.filter(({ isAlive }) => isAlive).map(({ scheduler }) => scheduler.tick());
  await Promise.race([Promise.all(looks), sleep(LEASE_MS)]);
}

/** The slot has its effect, and nobody is in charge of it any more: the next one will not be skipped for it. */
async function isDone(database: TestDatabase, slot: Date): Promise<boolean> {
  const [row] = await database.query<{ done: boolean }>(
    `select exists (select from effects where slot = $1)
        and not exists (select from scheduled_runs where state = 'running') as done`,
    [slot],
  );
  return row?.done === true;
}

/** What there is to see where a slot does not come to its end. */
async function standStill(database: TestDatabase, slot: Date): Promise<string> {
  const runs = await database.query(
    `select slot, state, token, lease_until < clock_timestamp() as is_over, overran, error from scheduled_runs
      where state <> 'succeeded' or slot = $1 order by slot desc limit 10`,
    [slot],
  );
  return `slot ${slot.toISOString()} stands still: ${JSON.stringify(runs)}`;
}
