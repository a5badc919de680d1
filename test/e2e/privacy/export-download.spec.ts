import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileStore } from '#libs/file-store';
import { PrivacyMaintenanceService } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { type Download, download, expectWhole, unzip } from './export-archive.js';
import { ageStored, overwriteStored, removeStored, storedBytes, storedIn } from './stored-files.js';

const EXPORTS = '/api/v1/privacy/exports';
const MARK = 'mark@harbour.test';

describe('download of an export', () => {
  let world: DemoWorld;
  let id: string;
  let path: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    mkdirSync(folder(), { recursive: true });
  });

  afterAll(() => world.close());

  beforeEach(async () => {
    const asked = await world
      .as(MARK)
      .post(EXPORTS, { userId: await world.userId(MARK) })
      .expect(201);
    id = asked.body.id;
    path = `${EXPORTS}/${id}/download`;
    await until('it is packed', async () => (await stateOf()).status === 'ready');
  });

  const stateOf = async () => (await world.as(MARK).get(`${EXPORTS}/${id}`).expect(200)).body;
  /** Where a packer lays rows, and where exports lay before there was a store. */
  const folder = () => join(world.environment.dataDir, 'exports');
  const file = async () => (await storedIn(world.database, 'exports', id))[0]!;
  const codeOf = ({ body }: Download) => (JSON.parse(body.toString()) as { code: string }).code;
  const maintenance = () => world.app.get(PrivacyMaintenanceService, { strict: false });

  it('comes with its length, is kept by no cache, and each is written down', async () => {
    const first = await download(world, MARK, path);
    expect(first.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-length': String((await stateOf()).bytes),
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      etag: `"${(await stateOf()).sha256}"`,
    });
    expect(first.headers['content-disposition']).toMatch(
      /^attachment; filename="tenantry-export-[\d-]+\.zip"$/,
    );
    await download(world, MARK, path);
    const written = await world.database.query(
      `select actor_id, target_id, change->>'exportId' as export from audit_events
        where action = 'privacy.export_downloaded' and change->>'exportId' = $1`,
      [id],
    );
    const userId = await world.userId(MARK);
    expect(written).toEqual(Array(2).fill({ actor_id: userId, target_id: userId, export: id }));
  });

  it('goes on where it broke off, and begins anew when the archive is another one', async () => {
    const { body: whole, headers } = await download(world, MARK, path);
    const half = Math.floor(whole.length / 2);
    const rest = await download(world, MARK, path, {
      Range: `bytes=${half}-`,
      'If-Range': headers['etag']!,
    });
    expect([rest.status, rest.headers['content-range'], rest.headers['content-length']]).toEqual([
      206,
      `bytes ${half}-${whole.length - 1}/${whole.length}`,
      String(whole.length - half),
    ]);
    expectWhole(await unzip(Buffer.concat([whole.subarray(0, half), rest.body])));
    const other = await download(world, MARK, path, { Range: `bytes=${half}-`, 'If-Range': '"another"' });
    expect([other.status, other.body.length]).toEqual([200, whole.length]);
    for (const range of [{}, { Range: `bytes=${half}-` }]) {
      const had = await download(world, MARK, path, { ...range, 'If-None-Match': headers['etag']! });
      expect([had.status, had.body.length, had.headers['content-type']]).toEqual([304, 0, undefined]);
    }
    const behind = await download(world, MARK, path, { Range: `bytes=${whole.length}-` });
    expect([behind.status, behind.headers['content-range'], codeOf(behind)]).toEqual([
      416,
      `bytes */${whole.length}`,
      'range_not_satisfiable',
    ]);
  });

  it('never ends as if it were whole when the file was changed or cut off', async () => {
    const name = await file();
    const sealed = await storedBytes(world.database, name);
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1);
    for (const content of [changed, sealed.subarray(0, sealed.length - 50)]) {
      await overwriteStored(world.database, name, content);
      const answer = await download(world, MARK, path).catch(() => null);
      expect(answer === null || answer.status >= 500).toBe(true);
    }
    await overwriteStored(world.database, name, sealed);
    expect((await download(world, MARK, path)).status).toBe(200);
  });

  it('is over after seven days, with a problem that says so, and the file goes', async () => {
    const { expiresAt } = await stateOf();
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000)).toBe(7 * 24);
    await world.database.query(
      `update privacy_exports set expires_at = now() - interval '1 second' where id = $1`,
      [id],
    );
    const late = await download(world, MARK, path);
    expect([late.status, codeOf(late)]).toEqual([410, 'export_gone']);
    expect((await stateOf()).status).toBe('expired');
    expect(await storedIn(world.database, 'exports', id)).toHaveLength(1);
    await maintenance().tidy();
    expect(await storedIn(world.database, 'exports', id)).toEqual([]);
    expect((await download(world, MARK, path)).status).toBe(410);
    const [row] = await world.database.query('select status, sealed_key from privacy_exports where id = $1', [
      id,
    ]);
    expect(row).toEqual({ status: 'expired', sealed_key: null });
  });

  it('says that it is gone when somebody removed the file', async () => {
    await removeStored(world.database, await file());
    const answer = await download(world, MARK, path);
    expect([answer.status, codeOf(answer)]).toEqual([410, 'export_gone']);
  });

  it('is nobody’s in another person’s name', async () => {
    const refused = await world
      .as(MARK, { act: { sub: 'user_somebody' } })
      .get(path)
      .expect(403);
    expect(refused.body.code).toBe('impersonation_refused');
  });

  it('leaves no file that nobody claims: what a killed process left is swept after an hour', async () => {
    const [old, young] = [join(folder(), `${id}.7.zip.enc`), join(folder(), `${id}.8.zip.enc.rows.3`)];
    for (const name of [old, young]) writeFileSync(name, 'TNX1');
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    utimesSync(old, twoHoursAgo, twoHoursAgo);
    const store = world.app.get(FileStore, { strict: false });
    const [abandoned, growing] = [`${id}.9.zip.enc`, `${id}.10.zip.enc`];
    for (const name of [abandoned, growing])
      await (await store.create('exports', name)).write(Buffer.alloc(300_000, 'TNX1'));
    await ageStored(world.database, abandoned);
    const claimed = (await storedIn(world.database, 'exports', `${id}.1.`))[0]!;
    await ageStored(world.database, claimed);
    expect((await maintenance().tidy()).swept).toBe(2);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
    expect(await storedIn(world.database, 'exports', id)).toEqual([claimed, growing].sort());
    expect((await download(world, MARK, path)).status).toBe(200);
    await removeStored(world.database, growing);
    rmSync(young);
  });

  it('still hands out a file that lies in the data folder, where it was packed before there was a store', async () => {
    const name = await file();
    writeFileSync(join(folder(), name), await storedBytes(world.database, name));
    await removeStored(world.database, name);
    const answer = await download(world, MARK, path);
    expect(answer.status).toBe(200);
    expectWhole(await unzip(answer.body));
    await world.database.query(
      `update privacy_exports set expires_at = now() - interval '1 second' where id = $1`,
      [id],
    );
    await maintenance().tidy();
    expect(existsSync(join(folder(), name))).toBe(false);
  });
});
