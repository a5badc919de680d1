import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStore } from '#libs/file-store';
import { ErasureRunService } from '#privacy';
import { parseEnvironment } from '#settings';
import { createApp } from '../../../src/create-app.js';
import { TombstoneList } from '../../../src/privacy/erasure/tombstone-list.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { variablesOf } from '../../support/service-variables.js';
import { LocalBucket } from '../../support/local-bucket.js';
import { type Replica, until } from '../../support/test-app.js';
import { download, expectWhole, unzip } from './export-archive.js';
import { backUp, restore } from './restored-backup.js';

const EXPORTS = '/api/v1/privacy/exports';
const MARK = 'mark@harbour.test';

const STORES = ['rows of Postgres', 'a bucket'] as const;

describe.each(STORES)('two replicas in different folders, files in %s', (store) => {
  let bucket: LocalBucket | undefined;
  let world: DemoWorld;
  let worker: Replica;

  beforeAll(async () => {
    bucket = store === 'a bucket' ? await LocalBucket.start() : undefined;
    world = await startDemoWorld({ isSplit: true, variables: () => bucket?.variables ?? {} });
    worker = world.worker!;
  });

  afterAll(async () => {
    await world.close();
    await bucket?.stop();
  });

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
    expect((bucket?.objects().size ?? 0) > 0).toBe(store === 'a bucket');
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

  it('an erasure that the one carried out keeps the other from serving a backup from before it', async () => {
    const email = 'sam@harbour.test';
    const userId = await world.userId(email);
    const backup = await backUp(world.database);
    const erasures = '/api/v1/privacy/erasures';
    const asked = await world
      .as(email, { fva: [0, -1] })
      .post(erasures, { userId, reason: 'I leave', gracePeriodDays: 0 })
      .expect(201);
    const run = worker.app.get(ErasureRunService, { strict: false });
    await until('it is done', async () => {
      await world.clerk.control.flushWebhooks();
      await run.advance(asked.body.id);
      return (await run.find(asked.body.id))?.status === 'done';
    });
    const [listed] = linesOf(worker).filter((line) => line.includes(asked.body.id));
    expect(listed).toBeDefined();
    expect(linesOf(world)).toEqual([]);
    const list = world.app.get(TombstoneList, { strict: false });
    expect([await list.complete(), await list.complete()]).toEqual([1, 0]);
    expect(linesOf(world)).toEqual([listed]);

    const restored = await restore(backup);
    try {
      for (const { environment } of [world, worker]) {
        const variables = { ...variablesOf(world, restored.url), TENANTRY_DATA_DIR: environment.dataDir };
        await expect(createApp(parseEnvironment({ ...variables, ROLE: environment.role }))).rejects.toThrow(
          '1 erased person is back',
        );
      }
    } finally {
      await restored.drop();
    }
  });

  it('a folder that was lost is completed, and what only a folder has is copied for the others', async () => {
    const before = linesOf(world);
    expect(before).toHaveLength(1);
    rmSync(pathOf(world));
    await world.database.query(`delete from stored_file_chunks where file_id in
      (select id from stored_files where folder = 'erasures')`);
    await world.database.query(`delete from stored_files where folder = 'erasures'`);
    const listOf = (replica: Replica) =>
      new TombstoneList(replica.environment, replica.app.get(FileStore, { strict: false }));
    // The worker alone still has it, as after an upgrade.
    expect(await listOf(worker).complete()).toBe(0);
    expect(await listOf(world).complete()).toBe(1);
    expect(linesOf(world)).toEqual(before);
  });

  const pathOf = ({ environment }: Pick<Replica, 'environment'>) =>
    join(environment.dataDir, 'privacy', 'erasures.ndjson');
  const linesOf = (replica: Pick<Replica, 'environment'>): string[] =>
    existsSync(pathOf(replica)) ? readFileSync(pathOf(replica), 'utf8').split('\n').filter(Boolean) : [];
});
