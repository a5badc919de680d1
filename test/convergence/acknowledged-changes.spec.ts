import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response, Test } from 'supertest';
import { newId } from '#libs/database';
import { acquaint } from '../support/acquaint.js';
import { type DemoWorld, startDemoWorld } from '../support/demo-world.js';
import { Dice } from '../support/dice.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** PAIRS=1000 for a long look. */
const PAIRS = Number(process.env['PAIRS'] ?? 60);
/** Each of them is changed by one hand, and all of them at once. */
const MEMBERS = 12;
/** How long a change is asked for again; a job on a busy machine takes its turn late. */
const TIMEOUT_MS = 20_000;
const CHANGE = 'PATCH /v1/organizations/*/memberships/*';
const END = 'DELETE /v1/organizations/*/memberships/*';
const BEGIN = 'POST /v1/organizations/*/memberships';

/** What was acknowledged, and what is to be read once everything has come to rest. */
interface Acknowledged {
  readonly pair: string;
  readonly userId: string;
  readonly role: string | null;
}

describe('what was acknowledged about a member', () => {
  let world: DemoWorld;
  let members: string[];

  beforeAll(async () => {
    world = await startDemoWorld();
    const { control } = world.clerk;
    members = Array.from({ length: MEMBERS }, (_, index) => {
      const { id } = control.ensureUser({ email: `m${index}@pairs.test` });
      control.ensureMembership({ organizationId: harbourAtClerk(), userId: id, role: 'org:admin' });
      return id;
    });
    await world.settled();
    const olivia = control.ensureUser({ email: 'olivia@harbour.test' }).id;
    await acquaint(world.database, [olivia, ...members]);
  }, 120_000);

  afterAll(() => world.close());

  const harbourAtClerk = () =>
    world.clerk.control.state().organizations.find(({ slug }) => slug === 'harbour')!['id'] as string;
  const path = (userId: string) => `/api/v1/organizations/${world.harbour.id}/members/${userId}`;
  const olivia = () => world.as('olivia@harbour.test');
  const roleAtClerk = (userId: string): unknown =>
    world.clerk.control
      .state()
      .organizationMemberships.find(
        (each) => (each['public_user_data'] as { user_id: string }).user_id === userId,
      )?.['role'] ?? null;
  const roleHere = async (userId: string): Promise<string | null> => {
    const [row] = await world.database.query<{ role: string }>(
      `select role from memberships
        where user_id = (select id from users where clerk_id = $1) and organization_id = $2`,
      [userId, world.harbour.id],
    );
    return row?.role ?? null;
  };

  /** Sends it until it is acknowledged: what is not known yet or another one's turn may be asked for again. */
  const acknowledged = async (send: () => Test): Promise<Response> => {
    const deadline = performance.now() + TIMEOUT_MS;
    for (;;) {
      const answer = await send();
      const mayRepeat = answer.status === 503 || answer.body.code === 'being_changed';
      if (!mayRepeat || performance.now() > deadline) return answer;
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      await sleep(100);
    }
  };
  const setRole = async (userId: string, role: string): Promise<void> => {
    const answer = await acknowledged(() => olivia().patch(path(userId), { role }));
    expect([answer.status, answer.body.code, answer.body.role]).toEqual([200, undefined, role]);
  };
  const remove = async (userId: string): Promise<void> => {
    const answer = await acknowledged(() => olivia().delete(path(userId)));
    expect([answer.status, answer.body.code]).toEqual([204, undefined]);
  };
  const add = async (userId: string, role: string): Promise<void> => {
    const key = newId();
    const answer = await acknowledged(() =>
      olivia()
        .post(`/api/v1/organizations/${world.harbour.id}/members`, { userId, role })
        .set('Idempotency-Key', key),
    );
    expect([answer.status, answer.body.code, answer.body.role]).toEqual([201, undefined, role]);
  };

  /** Two changes of a member, the second some time after the first was acknowledged. */
  const playPair = async (dice: Dice, userId: string): Promise<Acknowledged> => {
    const gap = dice.below(900);
    const kind = dice.below(3);
    if (kind === 0) {
      await remove(userId);
      await sleep(gap);
      await add(userId, 'org:admin');
      return { pair: `removed, ${gap} ms later added`, userId, role: 'org:admin' };
    }
    await setRole(userId, 'org:member');
    await sleep(gap);
    if (kind === 1) {
      await setRole(userId, 'org:admin');
      return { pair: `lowered, ${gap} ms later raised`, userId, role: 'org:admin' };
    }
    await setRole(userId, 'org:admin');
    await sleep(dice.below(900));
    await remove(userId);
    await sleep(dice.below(200));
    await add(userId, 'org:admin');
    return { pair: `lowered, raised, removed, added (${gap} ms)`, userId, role: 'org:admin' };
  };

  it(
    `holds here and at Clerk once all jobs are done, in ${PAIRS} random pairs (SEED=${SEED})`,
    async () => {
      const dice = new Dice(SEED);
      // Clerk is slow before it does something, or before it says so, and loses some of its answers.
      world.clerk.control.setFaults(
        [CHANGE, END, BEGIN].flatMap((match, index) => [
          { match, latencyMs: 450, probability: 0.3, seed: SEED + index },
          { match, answerLatencyMs: 450, probability: 0.3, seed: SEED + index + 10 },
          { match, dropResponse: true, probability: 0.15, seed: SEED + index + 20 },
        ]),
      );
      world.clerk.control.setWebhookFaults({ duplicate: 0.3, reorder: 0.3, seed: SEED });
      const undone: unknown[] = [];
      for (let done = 0; done < PAIRS; done += MEMBERS) {
        const turns = members
          .slice(0, PAIRS - done)
          .map((userId) => ({ userId, dice: new Dice(dice.below(1e9)) }));
        const acknowledged = await Promise.all(turns.map((turn) => playPair(turn.dice, turn.userId)));
        await world.jobsDone();
        await world.settled();
        for (const { pair, userId, role } of acknowledged) {
          const found = { here: await roleHere(userId), atClerk: roleAtClerk(userId) };
          if (found.here !== role || found.atClerk !== role) undone.push({ pair, ...found });
        }
      }
      expect(undone).toEqual([]);
    },
    300_000 + PAIRS * 2_000,
  );
});
