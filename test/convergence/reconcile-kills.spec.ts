import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { serviceVariables } from '../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/test-app.js';
import { CommandProcess } from '../support/command-process.js';
import { findDifferences } from './differences.js';
import { playHistory } from './history.js';
import { Dice } from '../support/dice.js';
import { UNPACED } from './reconcile.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** KILLS=20 kills that often. */
const KILLS = Number(process.env['KILLS'] ?? 2);
const HISTORIES = 25;

describe('a reconciliation that is killed', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let variables: Record<string, string>;
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-reconcile-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
    variables = { ...UNPACED, ...serviceVariables({ databaseUrl: database.url, clerk, directory }) };
  });

  afterAll(async () => {
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const run = async (...words: string[]) => {
    const ended = await new CommandProcess(variables, ['reconcile', ...words]).ended();
    return { ...ended, json: ended.code === 0 ? JSON.parse(ended.stdout) : null };
  };
  const settled = async (): Promise<number> => {
    const [row] = await database.query<{ count: number }>(
      'select count(*)::integer as count from reconciliation_items where outcome is not null',
    );
    return row!.count;
  };
  /** Half a minute passes in which nobody is heard of. */
  const leaseRunsOut = () =>
    database.query(`update reconciliation_lease set lease_until = now() - interval '1 s'`);

  it(
    `with kill -9 in the middle of applying, ${KILLS} times, goes on and does nothing twice (SEED=${SEED})`,
    async () => {
      const dice = new Dice(SEED);
      for (let index = 0; index < HISTORIES; index += 1) {
        await playHistory(clerk, dice, `r${SEED}-${index}`);
      }
      const planned = await run('plan', '--json');
      expect(planned.json).toMatchObject({ status: 'planned', reasons: [] });
      const { hash, drift } = planned.json as { hash: string; drift: { total: number } };
      expect(drift.total).toBeGreaterThan(HISTORIES * 2);

      let kills = 0;
      for (; kills < KILLS; kills += 1) {
        const before = await settled();
        const command = new CommandProcess(variables, ['reconcile', 'apply', hash]);
        const ended = command.ended();
        const enough = before + 1 + dice.below(Math.max(1, Math.floor(drift.total / (KILLS + 2))));
        for (let count = before; count < enough; count = await settled());
        command.kill();
        expect((await ended).code).toBeNull();
        await leaseRunsOut();
      }
      const applied = await run('apply', hash, '--json');
      expect(applied).toMatchObject({ code: 0, json: { status: 'applied' } });
      expect(await findDifferences(clerk.control.state(), database)).toEqual([]);
      const twice = await database.query(
        `select action, target_id from audit_events
          where action in ('user.created', 'organization.created', 'invitation.created')
          group by action, target_id having count(*) > 1`,
      );
      expect(twice).toEqual([]);
      const second = await run('plan', '--json', '--fail-on-drift');
      expect(second).toMatchObject({ code: 0, json: { drift: { total: 0 } } });
    },
    300_000 + KILLS * 15_000,
  );

  it('waits for one that runs elsewhere, and says so', async () => {
    await database.query(
      `update reconciliation_lease set lease_until = now() + interval '10 minutes', token = token + 1,
              run_id = gen_random_uuid(), holder = 'elsewhere'`,
    );
    const command = new CommandProcess(variables, ['reconcile', 'plan', '--json']);
    const ended = command.ended();
    await until('it says that it waits', () => Promise.resolve(command.complaints !== ''));
    await leaseRunsOut();
    expect(await ended).toMatchObject({
      code: 0,
      stderr: 'Another reconciliation is running; waiting for its end …\n',
    });
  }, 60_000);

  it('tells what went wrong with exit code 1, and prints no bar where stdout is no terminal', async () => {
    expect(await run('apply', '0'.repeat(64))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is no plan with this hash. `reconcile plan` makes one.\n',
    });
    await run('plan', '--json');
    const listed = await run('list', '--json');
    expect(listed.json.data[0]).toMatchObject({ status: 'planned', drift: { total: 0 } });
    const shown = await new CommandProcess(variables, ['reconcile', 'show', listed.json.data[0].id]).ended();
    expect(shown.stdout).toContain('Drift: 0');
  });
});
