import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { SvixSender } from '../webhooks/svix-sender.js';

const SAM = 'sam@harbour.test';
const OPERATOR = 'operator@tenantry.test';

interface Row {
  action: string;
  actor_kind: string;
  actor_id: string;
  impersonator_id: string | null;
  organization_id: string | null;
  target_id: string;
  change: Record<string, unknown>;
}

describe('a sign-in in the audit log', () => {
  let world: DemoWorld;
  let sender: SvixSender;
  let sam: string;
  let count = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
    sender = new SvixSender(world, 'sessions');
    sam = await world.userId(SAM);
  });

  afterAll(() => world.close());

  const clerkIdOf = (email: string) => world.clerk.control.ensureUser({ email }).id;
  /** A session of Sam's as Clerk tells of it. */
  const session = (told: Record<string, unknown> = {}) => {
    count += 1;
    const at = Date.now() - 60_000;
    return {
      object: 'session',
      id: `sess_${String(count).padStart(27, '0')}`,
      user_id: clerkIdOf(SAM),
      client_id: 'client_1',
      actor: null,
      status: 'active',
      last_active_at: at,
      expire_at: at + 86_400_000,
      abandon_at: at + 86_400_000,
      created_at: at,
      updated_at: at,
      ...told,
    };
  };
  const ended = (one: ReturnType<typeof session>, status: string) => ({
    ...one,
    status,
    updated_at: one.updated_at + 30_000,
  });
  const rowsOf = async ({ id }: { id: string }) => {
    await world.settled();
    return world.database.query<Row>(
      `select action, actor_kind, actor_id, impersonator_id, organization_id, target_id, change
         from audit_events where change ->> 'sessionId' = $1 order by id`,
      [id],
    );
  };

  it('is a row of its beginning and one of its end, in the platform’s log', async () => {
    const one = session();
    await sender.deliver({ type: 'session.created', data: one });
    await world.settled();
    await sender.deliver({ type: 'session.ended', data: ended(one, 'ended') });
    expect(await rowsOf(one)).toEqual([
      {
        action: 'session.started',
        actor_kind: 'system',
        actor_id: 'webhooks',
        impersonator_id: null,
        organization_id: null,
        target_id: sam,
        change: { sessionId: one.id, begunAt: new Date(one.created_at).toISOString() },
      },
      expect.objectContaining({
        action: 'session.ended',
        target_id: sam,
        change: { sessionId: one.id, status: 'ended' },
      }),
    ]);
  });

  it.each(['ended', 'removed', 'revoked'])(
    'is one row each when all is told twice, and %s first',
    async (how) => {
      const one = session();
      const end = { type: `session.${how}`, data: ended(one, how) };
      await sender.deliver(end);
      await world.settled();
      await sender.deliver({ type: 'session.created', data: one });
      await sender.deliver(end);
      await sender.deliver({ type: 'session.created', data: one });
      expect((await rowsOf(one)).map(({ action }) => action)).toEqual(['session.started', 'session.ended']);
    },
  );

  it('is one row each when all is told at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = session();
      const begun = { type: 'session.created', data: one };
      const end = { type: 'session.ended', data: ended(one, 'ended') };
      await Promise.all([begun, end, begun, end].map((event) => sender.deliver(event)));
      const actions = (await rowsOf(one)).map(({ action }) => action);
      expect(actions.sort()).toEqual(['session.ended', 'session.started']);
    }
  });

  it('in another person’s name names both', async () => {
    const impersonator = clerkIdOf(OPERATOR);
    const one = session({ actor: { sub: impersonator } });
    await sender.deliver({ type: 'session.created', data: one });
    await world.settled();
    await sender.deliver({ type: 'session.revoked', data: ended(one, 'revoked') });
    const operator = await world.userId(OPERATOR);
    const both = { isImpersonated: true, impersonatorId: operator };
    expect(await rowsOf(one)).toMatchObject([
      {
        action: 'session.started',
        actor_kind: 'user',
        actor_id: sam,
        impersonator_id: impersonator,
        target_id: sam,
        change: both,
      },
      { action: 'session.ended', target_id: sam, change: { ...both, status: 'revoked' } },
    ]);
    const [mirrored] = await world.database.query<{ impersonator: string }>(
      'select impersonator from user_sessions where clerk_id = $1',
      [one.id],
    );
    expect(mirrored?.impersonator).toBe(impersonator);
  });

  it('of somebody whom Clerk’s own staff impersonates says that somebody did', async () => {
    const one = session({ actor: { iss: 'https://dashboard.clerk.com' } });
    await sender.deliver({ type: 'session.created', data: one });
    const [row] = await rowsOf(one);
    expect(row).toMatchObject({
      impersonator_id: 'unknown',
      change: { isImpersonated: true, impersonatorId: null },
    });
  });
});
