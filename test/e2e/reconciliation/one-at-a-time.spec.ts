import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationsService, ReconciliationMaintenanceService, RunnerService } from '#reconciliation';
import { findDifferences } from '../../convergence/differences.js';
import { ADMIN, type ReconciledWorld, startReconciledWorld } from './reconciled-world.js';

const ACTOR = { kind: 'system', name: 'test' } as const;
const PEOPLE = 6;

describe('a run of the reconciliation', () => {
  let world: ReconciledWorld;
  let made = 0;

  beforeAll(async () => {
    world = await startReconciledWorld();
  });

  afterAll(() => world.close());

  /** People and an organization that the mirror has not heard of. */
  async function drift(): Promise<void> {
    made += 1;
    let owner = '';
    for (let index = 0; index < PEOPLE; index += 1) {
      const email = `drift-${made}-${index}@nowhere.test`;
      const user = await world.atClerk('POST', '/users', {
        email_address: [email],
        skip_password_requirement: true,
      });
      owner ||= user.id;
    }
    await world.atClerk('POST', '/organizations', {
      name: `Drift ${made}`,
      slug: `drift-${made}`,
      created_by: owner,
    });
  }

  /** As if everything had happened long ago, and nobody was heard of since. */
  const abandon = (id: string) =>
    world.database.query(
      `update reconciliations set started_at = started_at - interval '1 minute',
              apply_started_at = apply_started_at - interval '1 minute' where id = $1`,
      [id],
    );

  it('is refused while another process holds the lease, and taken up when that one is not heard of', async () => {
    await world.database.query(
      `update reconciliation_lease set lease_until = now() + interval '1 minute', token = token + 1,
              run_id = gen_random_uuid(), holder = 'elsewhere'`,
    );
    const refused = await world.as(ADMIN).post('/api/v1/sync/reconciliations', {}).expect(409);
    expect(refused.body.code).toBe('reconciliation_running');
    expect(
      await world.app.get(ReconciliationMaintenanceService).round('full', new AbortController().signal),
    ).toEqual({
      skipped: 'another reconciliation runs',
    });
    await world.database.query(`update reconciliation_lease set lease_until = now() - interval '1 second'`);
    expect((await world.plan()).status).toBe('planned');
  });

  it('writes nothing more once its lease is lost, and is carried on by the next tick', async () => {
    await drift();
    const plan = await world.plan();
    await world.app
      .get(ReconciliationsService)
      .order(plan.id, { hash: plan.hash, force: false }, ACTOR, 'caller');
    let isStolen: Promise<unknown> | undefined;
    const carried = world.app.get(RunnerService).carry(plan.id, {
      onProgress: () => {
        isStolen ??= world.database.query(
          `update reconciliation_lease set lease_until = now() + interval '2 seconds', token = token + 1, holder = 'elsewhere'`,
        );
      },
    });
    await expect(carried).rejects.toThrow('the lease of the reconciliation is lost');
    await isStolen;
    const [run] = await world.database.query(`select status from reconciliations where id = $1`, [plan.id]);
    expect(run).toEqual({ status: 'applying' });
    await world.database.query(`update reconciliation_lease set lease_until = now() - interval '1 second'`);
    await abandon(plan.id);
    const signal = new AbortController().signal;
    expect(await world.app.get(ReconciliationMaintenanceService).resume(signal)).toEqual({ resumed: 1 });
    expect(await world.ended(plan.id)).toMatchObject({
      status: 'applied',
      outcomes: { applied: plan.drift.total },
    });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
  });

  it('may be cut off at any step, of planning and of applying, and ends the same', async () => {
    await drift();
    const { id, hash } = await stumble(
      await world.app.get(ReconciliationsService).begin('full', ACTOR, 'caller'),
    );
    expect(hash).toEqual(expect.any(String));
    await world.app.get(ReconciliationsService).order(id, { hash: hash!, force: false }, ACTOR, 'caller');
    await stumble({ id });
    const run = await world.ended(id);
    expect(run).toMatchObject({ status: 'applied', outcomes: { applied: PEOPLE + 2 } });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
    const twice = await world.database.query(
      `select target_id from audit_events where action in ('user.created', 'organization.created')
        group by action, target_id having count(*) > 1`,
    );
    expect(twice).toEqual([]);
  });

  it('that loses the database in the middle is taken up where it was', async () => {
    await drift();
    const plan = await world.plan();
    await world.app
      .get(ReconciliationsService)
      .order(plan.id, { hash: plan.hash, force: false }, ACTOR, 'caller');
    let isCut: Promise<unknown> | undefined;
    const carried = world.app.get(RunnerService).carry(plan.id, {
      onProgress: () => {
        // What a restart of Postgres does to everybody who is connected.
        isCut ??= world.database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`,
        );
      },
    });
    const end = await carried.catch((error: unknown) => error);
    expect(isCut).toBeDefined();
    await isCut;
    // Either it could say that it failed, or it is found unfinished; both can be gone on with.
    await world.database.query(`update reconciliation_lease set lease_until = now() - interval '1 second'`);
    await abandon(plan.id);
    await world.app.get(ReconciliationMaintenanceService).resume(new AbortController().signal);
    const run = await world.ended(plan.id);
    expect(end instanceof Error || run.status !== 'applied').toBe(true);
    if (run.status === 'failed') await world.apply(plan);
    expect(await world.ended(plan.id)).toMatchObject({
      status: 'applied',
      outcomes: { applied: PEOPLE + 2 },
    });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
  });

  /** Carries a run one step at a time, each time in a new beginning. */
  async function stumble({ id }: { id: string }): Promise<{ id: string; hash: string | null }> {
    for (let tries = 0; tries < 100; tries += 1) {
      const cut = new AbortController();
      try {
        return await world.app.get(RunnerService).carry(id, {
          signal: cut.signal,
          onProgress: () => {
            cut.abort(new Error('cut off'));
          },
        });
      } catch (error) {
        if (!cut.signal.aborted) throw error;
      }
    }
    throw new Error('the run makes no progress');
  }

  it('ends in the very moment in which the next one may begin', async () => {
    const isOneMoment = (id: string) =>
      world.database.query(
        'select r.xmin = l.xmin as "isOneTransaction" from reconciliations r, reconciliation_lease l where r.id = $1',
        [id],
      );
    await drift();
    const runs = world.app.get(ReconciliationsService);
    const { id, hash } = await world.app
      .get(RunnerService)
      .carry((await runs.begin('full', ACTOR, 'caller')).id);
    expect(await isOneMoment(id)).toEqual([{ isOneTransaction: true }]);
    await runs.order(id, { hash: hash!, force: false }, ACTOR, 'caller');
    expect((await world.app.get(RunnerService).carry(id)).status).toBe('applied');
    expect(await isOneMoment(id)).toEqual([{ isOneTransaction: true }]);
  });

  it('of the schedule compares and repairs in one go', async () => {
    await drift();
    const round = await world.app
      .get(ReconciliationMaintenanceService)
      .round('incremental', new AbortController().signal);
    expect(round).toMatchObject({ status: 'applied', drift: PEOPLE + 2 });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
  });
});
