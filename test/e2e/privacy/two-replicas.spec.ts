import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrivacyMaintenanceService } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { type Replica, until } from '../../support/test-app.js';
import { download, expectWhole, unzip } from './export-archive.js';

const EXPORTS = '/api/v1/privacy/exports';
const MARK = 'mark@harbour.test';

describe('two replicas in different folders', () => {
  let world: DemoWorld;
  let worker: Replica;

  beforeAll(async () => {
    world = await startDemoWorld({ isSplit: true });
    worker = world.worker!;
  });

  afterAll(() => world.close());

  const stateOf = async (email: string, id: string) =>
    (await world.as(email).get(`${EXPORTS}/${id}`).expect(200)).body;
  const exportOf = async (email: string): Promise<string> => {
    const asked = await world
      .as(email)
      .post(EXPORTS, { userId: await world.userId(email) })
      .expect(201);
    await until('it is packed', async () => (await stateOf(email, asked.body.id)).status === 'ready');
    return asked.body.id;
  };

  it('the one hands out what the other packed, whole and from where a download broke off', async () => {
    const id = await exportOf(MARK);
    const path = `${EXPORTS}/${id}/download`;
    const whole = await download(world, MARK, path);
    expect(whole.status).toBe(200);
    expectWhole(await unzip(whole.body));
    const half = Math.floor(whole.body.length / 2);
    const rest = await download(world, MARK, path, { Range: `bytes=${half}-` });
    expect([rest.status, rest.body.equals(whole.body.subarray(half))]).toEqual([206, true]);
  });

  it('the worker answers for itself, and nothing else', async () => {
    const token = world.clerk.control.tokens({ email: 'operator@tenantry.test' }).jwt;
    const ask = (path: string, method = 'GET') =>
      fetch(worker.url + path, { method, headers: { Authorization: `Bearer ${token}` } });
    for (const path of ['/health', '/health/live', '/health/ready', '/metrics'])
      expect([path, (await ask(path)).status]).toEqual([path, 200]);
    for (const [method, path] of [
      ['GET', '/api/v1/me'],
      ['GET', '/api/v1/session'],
      ['POST', '/api/webhooks/clerk'],
      ['POST', '/api/v1/operations/doctor'],
      ['GET', '/docs'],
      ['GET', '/health/../api/v1/me'],
      ['GET', '/nowhere'],
    ] as const) {
      const answer = await ask(path, method);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json',
      ]);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    }
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  });
});
