import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const ASCII = 'xn--bcher-kva.example';

describe('what enters the service', () => {
  let world: DemoWorld;
  let organization: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
  });

  afterAll(() => world.close());

  const tokenOf = (email: string) => world.clerk.control.tokens({ email }).jwt;

  describe('as an address with an international domain', () => {
    it('is one address, from a caller, from Clerk and in a search', async () => {
      const invited = await world
        .as(OLIVIA)
        .post(`${organization}/invitations`, { email: 'Ned@Bücher.example', role: 'org:member' })
        .expect(201);
      expect(invited.body.emailAddress).toBe(`ned@${ASCII}`);
      for (const [email, name] of [
        ['ina@bücher.example', 'ina'],
        ['una@BU\u0308CHER.example', 'una'],
        [`pia@${ASCII.toUpperCase()}`, 'pia'],
      ] as const) {
        world.clerk.control.ensureUser({ email });
        await world.settled();
        const rows = await world.database.query(
          `select u.email_address as main, a.email_address as listed
             from users u join user_email_addresses a on a.user_id = u.id where u.email_address like $1`,
          [`${name}@%`],
        );
        expect(rows).toEqual([{ main: `${name}@${ASCII}`, listed: `${name}@${ASCII}` }]);
      }
      const typed = await world
        .as('operator@tenantry.test')
        .get(`/api/v1/users?query=${encodeURIComponent('ina@bücher.example')}`)
        .expect(200);
      expect(typed.body.data).toEqual([expect.objectContaining({ emailAddress: `ina@${ASCII}` })]);
    });
  });

  it('as the reason of a visit is what the tenant reads', async () => {
    const reasons: [string, string][] = [
      ['Größe prüfen: 客様 №4711', Buffer.from('Größe prüfen: 客様 №4711').toString('latin1')],
      ['Näheres im Ticket €5', "UTF-8''N%C3%A4heres%20im%20Ticket%20%E2%82%AC5"],
      ['x'.repeat(500), 'x'.repeat(500)],
    ];
    for (const [, header] of reasons) expect(await visit(header)).toBe(200);
    for (const header of ['ab', 'x'.repeat(501), "UTF-8''%ff%ff%ff"]) expect(await visit(header)).toBe(403);
    const { body } = await world.as(OLIVIA).get(`${organization}/audit-log?limit=100`).expect(200);
    const told = body.data.map(({ reason }: { reason: string | null }) => reason);
    for (const [reason] of reasons) expect(told).toContain(reason);
  });

  /** By Node's own client: it sends the characters of a header as bytes. */
  function visit(reason: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${tokenOf('operator@tenantry.test')}`,
        'x-access-reason': reason,
      };
      httpRequest(`${world.url}${organization}/members`, { headers }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          resolve(answer.statusCode);
        });
      })
        .on('error', reject)
        .end();
    });
  }

  it('as a cursor is good for the person, the list and the filter that it was given for', async () => {
    const first = await world.as(OLIVIA).get(`${organization}/members?limit=1`).expect(200);
    const cursor = String(first.body.nextCursor);
    const list = `${organization}/members?limit=2&cursor=${cursor}`;
    await world.as(OLIVIA).get(list).expect(200);
    const refused = await world.as('mark@harbour.test').get(list).expect(400);
    expect(refused.body.code).toBe('invalid_cursor');
    await world.as(OLIVIA).get(`${organization}/invitations?cursor=${cursor}`).expect(400);

    const filtered = '/api/v1/access/properties?permission=property:property:read';
    const page = await world.as(OLIVIA).get(`${filtered}&limit=1`).expect(200);
    const next = `limit=1&cursor=${String(page.body.nextCursor)}`;
    await world.as(OLIVIA).get(`${filtered}&${next}`).expect(200);
    await world.as('mark@harbour.test').get(`${filtered}&${next}`).expect(400);
    await world.as(OLIVIA).get(`${filtered}&organizationId=${world.harbour.id}&${next}`).expect(400);
    await world
      .as(OLIVIA)
      .get(`/api/v1/access/properties?permission=property:usage:read&${next}`)
      .expect(400);
  });

  it('as a name of nothing that shows, or a slug that an app needs, is refused', async () => {
    for (const body of [
      { name: '\u200b\u200b' },
      { name: 'Sea\u200bside' },
      { name: 'Sea', slug: 'admin' },
    ]) {
      await world.as(OLIVIA).patch(`${organization}/properties/${world.harbour.seaside}`, body).expect(400);
      await world.as(OLIVIA).post('/api/v1/organizations', body).expect(400);
    }
  });

  it('from a page of an origin of ours gets every header shown and nothing kept', async () => {
    const api = request(world.url);
    const origin = world.environment.clerk.authorizedParties[0]!;
    for (const path of [
      '/api/v1/me',
      '/api/v1/session',
      '/api/v1/session',
      organization,
      `${organization}/members`,
    ]) {
      const answer = await api
        .get(path)
        .set('Authorization', `Bearer ${tokenOf(OLIVIA)}`)
        .set('Origin', origin);
      expect([path, answer.status, answer.headers['cache-control']]).toEqual([path, 200, 'no-store']);
      const exposed = String(answer.headers['access-control-expose-headers']).toLowerCase().split(/, */);
      expect(exposed).toEqual(
        expect.arrayContaining([
          'content-disposition',
          'etag',
          'retry-after',
          'ratelimit',
          'ratelimit-policy',
          'location',
          'x-request-id',
        ]),
      );
    }
  });
});
