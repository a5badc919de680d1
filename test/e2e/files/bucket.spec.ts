import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { FileStore, StoredFileGoneError } from '#libs/file-store';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { LocalBucket } from '../../support/local-bucket.js';
import { until } from '../../support/test-app.js';

const MIB = 1_048_576;
const FRESH = { fva: [0, -1] };
const SAM = 'sam@harbour.test';

describe('files in a bucket, of two replicas in different folders', () => {
  let bucket: LocalBucket;
  let world: DemoWorld;
  /** What the worker has, which packs, and what the API has, which hands out. */
  let written: FileStore;
  let read: FileStore;

  beforeAll(async () => {
    bucket = await LocalBucket.start();
    world = await startDemoWorld({ isSplit: true, variables: () => bucket.variables });
    written = world.worker!.app.get(FileStore, { strict: false });
    read = world.app.get(FileStore, { strict: false });
  }, 120_000);

  afterAll(async () => {
    await world.close();
    await bucket.stop();
  });

  afterEach(() => bucket.proxy.mend());

  const write = async (name: string, content: Buffer, piece = 700_001) => {
    const writer = await written.create('spec', name);
    for (let at = 0; at < content.length; at += piece) await writer.write(content.subarray(at, at + piece));
    await writer.finish();
  };
  const sizes = () => [...bucket.objects().values()].map(({ length }) => length).sort((a, b) => a - b);
  const cleared = () => until('no object is left', () => Promise.resolve(bucket.objects().size === 0));

  it('come back as they were written, from any position, in objects of a bounded size', async () => {
    const content = randomBytes(17 * MIB + 5);
    await write('large', content);
    expect(sizes()).toEqual([MIB + 5, 8 * MIB, 8 * MIB]);
    expect(await world.database.query('select from stored_file_chunks')).toEqual([]);
    const reader = (await read.open('spec', 'large'))!;
    expect(reader.size).toBe(content.length);
    for (const [start, length] of [
      [0, 10],
      [8 * MIB - 5, 10],
      [7 * MIB, 3 * MIB],
      [content.length - 3, 100],
      [content.length, 10],
      [0, content.length],
    ] as const)
      expect((await reader.read(start, length)).equals(content.subarray(start, start + length))).toBe(true);
    await read.remove('spec', 'large');
    await read.remove('spec', 'large');
    await cleared();
    await expect(reader.read(9 * MIB, 10)).rejects.toThrow(StoredFileGoneError);
    expect(await read.open('spec', 'large')).toBeNull();
    for (const size of [0, 1]) {
      await write(`of ${size}`, content.subarray(0, size));
      expect(await read.get('spec', `of ${size}`)).toEqual(content.subarray(0, size));
      await read.remove('spec', `of ${size}`);
    }
    await cleared();
  });

  it('are opened by nobody before they are whole, and leave nothing when their writer is told to stop', async () => {
    const writer = await written.create('spec', 'half');
    await writer.write(randomBytes(9 * MIB));
    expect(sizes()).toEqual([8 * MIB]);
    expect(await read.open('spec', 'half')).toBeNull();
    await expect(written.create('spec', 'half')).rejects.toThrow('uq_stored_files_name');
    await read.remove('spec', 'half');
    await expect(writer.write(randomBytes(8 * MIB))).rejects.toThrow(StoredFileGoneError);
    await expect(writer.finish()).rejects.toThrow(StoredFileGoneError);
    await writer.discard();
    await cleared();
  });

  it('go with the transaction that removes them, and stay where it fails', async () => {
    await write('kept', randomBytes(10));
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    const failing = unitOfWork.run(systemScope('privacy'), async () => {
      await read.remove('spec', 'kept');
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await world.jobsDone();
    expect((await read.get('spec', 'kept'))?.length).toBe(10);
    await read.remove('spec', 'kept');
    await cleared();
  });

  it('are unavailable while the bucket is away, never gone, and removed once it is back', async () => {
    await write('away', randomBytes(10));
    await bucket.proxy.break({ kind: 'gone' });
    await expect(read.get('spec', 'away')).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    await read.remove('spec', 'away');
    await bucket.proxy.mend();
    await world.database.query(`update jobs.job set start_after = now() where name = 'files.remove-objects'`);
    await cleared();
  });

  it('hold an export of somebody, sealed, until it is over', async () => {
    const asSam = world.as(SAM, FRESH);
    const { body } = await asSam
      .post('/api/v1/privacy/exports', { userId: await world.userId(SAM) })
      .expect(201);
    const path = `/api/v1/privacy/exports/${body.id}`;
    await until('it is ready', async () => (await asSam.get(path)).body.status === 'ready');
    const [object] = [...bucket.objects().values()];
    expect(object!.includes(SAM)).toBe(false);
    expect((await asSam.get(`${path}/download`).expect(200)).headers['content-type']).toBe('application/zip');
    await bucket.proxy.break({ kind: 'gone' });
    const away = await asSam.get(`${path}/download`);
    expect([away.status, away.body.code]).toEqual([503, 'unavailable']);
    await bucket.proxy.mend();
    await asSam.get(`${path}/download`).expect(200);
    await world.database.query(`update privacy_exports set expires_at = now() - interval '1 minute'`);
    await world.as('owner@tenantry.test').post('/api/v1/sync/schedule/privacy.tidy/run').expect(202);
    await cleared();
    expect((await asSam.get(`${path}/download`)).status).toBe(410);
  });
});
