import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import request, { type Response } from 'supertest';
import { ActivityLedgerService } from '#usage';
import { atClerk } from '../../support/at-clerk.js';
import { type TestApp, startTestApp } from '../../support/test-app.js';

const PERSON = 'nina@nowhere.test';
const OF_ONE_ANSWER = ['date', 'x-request-id', 'ratelimit'];

describe('a session asked for again', () => {
  let world: TestApp;

  // Each with a quota of its own: one of them uses it up.
  beforeEach(async () => {
    world = await startTestApp({
      prepare: (clerk) => void clerk.control.ensureUser({ email: PERSON }),
      variables: () => ({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_ADDRESS: '40' }),
    });
  });

  afterEach(() => world.close());

  const mint = () => world.clerk.control.tokens({ email: PERSON }).jwt;
  const call = (token: string) =>
    request(world.url).get('/api/v1/session').set('Authorization', `Bearer ${token}`);
  const told = ({ status, text, headers }: Response) => ({
    status,
    text,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_ANSWER.includes(name))),
  });

  it('is answered to the byte as the first time', async () => {
    const token = mint();
    const first = await call(token).set('origin', 'http://localhost:5173').expect(200);
    const again = await call(token).set('origin', 'http://localhost:5173').expect(200);
    expect(told(again)).toEqual(told(first));
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(again.headers['access-control-allow-origin']).toBe('http://localhost:5173');
  });

  it('is refused with another signature, scheme or a second header, as if it had never been asked', async () => {
    const token = mint();
    await call(token).expect(200);
    await call(`${token.slice(0, -4)}AAAA`).expect(401);
    await call(` ${token}`).expect(401);
    const api = request(world.url);
    await api.get('/api/v1/session').set('Authorization', `Basic ${token}`).expect(401);
    await api.get('/api/v1/session').set('Authorization', `Bearer ${token}, Bearer ${token}`).expect(401);
  });

  it('is refused within a second once the session has ended', async () => {
    const token = mint();
    await call(token).expect(200);
    const sessionId = (await call(token).expect(200)).body.sessionId as string;
    await atClerk(world.clerk, 'POST', `/sessions/${sessionId}/revoke`);
    await world.settled();
    await sleep(1_000);
    const refused = await call(token).expect(401);
    expect(refused.body.code).toBe('invalid_token');
  });

  it('counts as activity of the person, the first time and when asked again, but not of who impersonates them', async () => {
    // Somebody of whom nothing was noted yet in this process.
    const email = 'carl@nowhere.test';
    world.clerk.control.ensureUser({ email });
    const counted = async () => {
      await world.app.get(ActivityLedgerService, { strict: false }).flush();
      const [row] = await world.database.query<{ days: string }>(
        `select count(*) as days from platform_activity_days d
           join usage_people p on p.usage_id = d.usage_id join users u on u.id = p.user_id
          where u.email_address = $1`,
        [email],
      );
      return Number(row?.days);
    };
    const token = world.clerk.control.tokens({ email }).jwt;
    const act = { sub: 'user_000000000000000000000000000' };
    const ofAnother = world.clerk.control.tokens({ email, claims: { act } }).jwt;
    // The sign-ins themselves count as well, so they are taken away first.
    await world.settled();
    await counted();
    await world.database.query('delete from platform_activity_days');
    await call(ofAnother).expect(200);
    await call(ofAnother).expect(200);
    expect(await counted()).toBe(0);
    await call(token).expect(200);
    await call(token).expect(200);
    expect(await counted()).toBe(1);
  });

  it('counts against the quota of the address', async () => {
    const token = mint();
    const statuses: number[] = [];
    for (let i = 0; i < 41; i += 1) statuses.push((await call(token)).status);
    expect(statuses[1]).toBe(200);
    expect(statuses.at(-1)).toBe(429);
  });
});
