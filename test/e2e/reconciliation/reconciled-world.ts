import { setTimeout as sleep } from 'node:timers/promises';
import { ReconciliationLimits } from '../../../src/reconciliation/reconciliation-limits.js';
import { UNPACED } from '../../convergence/reconcile.js';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import type { TestAppOptions } from '../../support/test-app.js';

export const ADMIN = 'admin@tenantry.test';
export const OPERATOR = 'operator@tenantry.test';

export interface RunBody {
  id: string;
  status: string;
  hash: string;
  error: string | null;
  drift: { total: number } & Record<string, { missing: number; extra: number; different: number }>;
  counts: Record<string, { clerk: number; listed: number; here: number; tombstoned: number }>;
  reasons: { kind: string; why: string; removals: number }[];
  outcomes: Record<string, number>;
  items: {
    kind: string;
    change: string;
    clerkId: string;
    fields: string[];
    cause: string;
    outcome: string;
  }[];
  nextCursor: string | null;
}

/** The demo world, whose mirror is right, and the way of an operator through the API. */
export interface ReconciledWorld extends DemoWorld {
  /** Compares and gives the plan. */
  plan(mode?: string): Promise<RunBody>;
  /** Applies a plan and gives what became of it. */
  apply(plan: Pick<RunBody, 'id' | 'hash'>, force?: boolean): Promise<RunBody>;
  /** Waits until a run stands still. */
  ended(id: string): Promise<RunBody>;
  /** Does something at Clerk of which no webhook tells. */
  atClerk(method: string, path: string, body?: object): Promise<{ id: string }>;
  /** Everything that is mirrored, row versions among it: differs after any write. */
  mirror(): Promise<unknown>;
}

export async function startReconciledWorld(options: TestAppOptions = {}): Promise<ReconciledWorld> {
  const world = await startDemoWorld({
    ...options,
    variables: (clerk, database) => ({ ...UNPACED, ...options.variables?.(clerk, database) }),
  });
  // So that what is counted a stretch at a time is so here too.
  Object.assign(world.app.get(ReconciliationLimits), { countedAtOnce: 2 });
  await world.settled();
  await world.jobsDone();
  const read = async (id: string): Promise<RunBody> =>
    (await world.as(OPERATOR).get(`/api/v1/sync/reconciliations/${id}?limit=100`).expect(200)).body;
  const ended = async (id: string): Promise<RunBody> => {
    // A run that waits for Clerk to come back takes a while.
    const deadline = Date.now() + 50_000;
    for (;;) {
      const run = await read(id);
      if (!/ing$/.test(run.status)) return run;
      if (Date.now() > deadline) throw new Error(`the reconciliation is still ${run.status}`);
      await sleep(50);
    }
  };
  return {
    ...world,
    ended,
    plan: async (mode = 'full') => {
      const begun = await world.as(ADMIN).post('/api/v1/sync/reconciliations', { mode }).expect(201);
      return ended(begun.body.id);
    },
    apply: async ({ id, hash }, force) => {
      await world
        .as(ADMIN, { fva: [0, -1] })
        .post(`/api/v1/sync/reconciliations/${id}/apply`, { hash, ...(force && { force }) })
        .expect(202);
      return ended(id);
    },
    atClerk: async (method, path, body) => {
      world.clerk.control.setWebhookFaults({ drop: true });
      return atClerk(world.clerk, method, path, body);
    },
    mirror: () =>
      world.database.query(
        `select 'user' as kind, xmin::text, users::text as row from users
         union all select 'address', xmin::text, a::text from user_email_addresses a
         union all select 'organization', xmin::text, o::text from organizations o
         union all select 'membership', xmin::text, m::text from memberships m
         union all select 'invitation', xmin::text, i::text from invitations i
         union all select 'role', xmin::text, r::text from clerk_roles r order by 1, 3`,
      ),
  };
}

/** Clerk's id of somebody. */
export function clerkIdOf(world: ReconciledWorld, email: string): string {
  return world.clerk.control.ensureUser({ email }).id;
}
