import { afterAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { Workplace } from './driven-service.js';

/** A flush comes at most 5 s after the request that it writes. */
const FLUSH_MS = 5_000;

describe('the activity ledger of a service that is killed', () => {
  const workplace = new Workplace();

  afterAll(() => {
    workplace.clear();
  });

  it('has everything but the last flush: who was active 5 s before kill -9 counts', async () => {
    const first = workplace.start();
    const { userId, organizationId } = await visit(await first.ready());
    await sleep(FLUSH_MS);
    await first.stop('SIGKILL');

    const second = workplace.start();
    const where = await second.ready();
    const path = `/api/v1/organizations/${organizationId}/usage/explain?userId=${userId}`;
    const explained = await call(where, 'olivia@harbour.test', path);
    expect(explained).toMatchObject({
      kind: 'person',
      active: true,
      activeDays: [new Date().toISOString().slice(0, 10)],
    });
    await second.stop();
  }, 120_000);
});

/** Opens the organization as Sam, whom nothing else makes active there. */
async function visit(where: Record<string, string>) {
  const me = await call(where, 'sam@harbour.test', '/api/v1/me');
  const organizationId = (me['organizations'] as { id: string }[])[0]!.id;
  await call(where, 'sam@harbour.test', `/api/v1/organizations/${organizationId}`);
  return { userId: me['id'] as string, organizationId };
}

async function call(
  where: Record<string, string>,
  email: string,
  path: string,
): Promise<Record<string, unknown>> {
  const minted = await fetch(`${where['clerkUrl']}/emulator/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  const { jwt } = (await minted.json()) as { jwt: string };
  const answer = await fetch(`${where['apiUrl']}${path}`, { headers: { authorization: `Bearer ${jwt}` } });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Record<string, unknown>;
}
