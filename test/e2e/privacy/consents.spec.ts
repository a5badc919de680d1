import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataSource } from '#libs/database';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const CONSENTS = '/api/v1/privacy/consents';

describe('consents', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const eventsOf = async (email: string) =>
    world.database.query<{ version: string; given: boolean }>(
      'select purpose, version, given from privacy_consent_events where user_id = $1 order by sequence',
      [await world.userId(email)],
    );

  it('keep every decision: what was given, replaced and withdrawn, and when', async () => {
    const mark = world.as('mark@harbour.test');
    const decide = (version: string, given: boolean) =>
      mark.put(CONSENTS, { purpose: 'news', version, given }).expect(200);
    await decide('1', true);
    await decide('1', true);
    await decide('2', true);
    const { body } = await decide('2', false);
    expect(body.data).toMatchObject([
      { purpose: 'news', version: '2', endedBy: 'withdrawal' },
      { purpose: 'news', version: '1', endedBy: 'replaced' },
    ]);
    await decide('2', false);
    expect(await eventsOf('mark@harbour.test')).toEqual([
      { purpose: 'news', version: '1', given: true },
      { purpose: 'news', version: '2', given: true },
      { purpose: 'news', version: '2', given: false },
    ]);
    const staff = world.as('compliance@tenantry.test');
    const read = await staff.get(`${CONSENTS}?userId=${await world.userId('mark@harbour.test')}`).expect(200);
    expect(read.body).toEqual(body);
    await world
      .as('sam@harbour.test')
      .get(`${CONSENTS}?userId=${await world.userId('mark@harbour.test')}`)
      .expect(403);
  });

  it('given five times at once are given once', async () => {
    const sam = world.as('sam@harbour.test');
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => sam.put(CONSENTS, { purpose: 'news', version: '1', given: true })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await eventsOf('sam@harbour.test')).toHaveLength(1);
  });

  it('cannot be changed by the service itself, only added to', async () => {
    const dataSource = createDataSource({
      url: world.database.url,
      entities: [],
      poolSize: 1,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    await expect(dataSource.query('update privacy_consent_events set given = true')).rejects.toThrow(
      'permission denied',
    );
    await dataSource.destroy();
  });

  it('are given by nobody in another person’s name, and only for keys', async () => {
    const body = { purpose: 'news', version: '1', given: true };
    const impersonated = await world
      .as('vera@harbour.test', { act: { sub: 'user_support' } })
      .put(CONSENTS, body);
    expect([impersonated.status, impersonated.body.code]).toEqual([403, 'impersonation_refused']);
    const vera = world.as('vera@harbour.test');
    const odd = await vera.put(CONSENTS, { ...body, purpose: 'vera@harbour.test' });
    expect([odd.status, odd.body.code]).toEqual([400, 'invalid_request']);
    expect(await eventsOf('vera@harbour.test')).toEqual([]);
  });
});
