import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { FilesInPostgres } from '#files';
import { createDataSource, type SystemScope, UnitOfWork } from '#libs/database';
import { FileStore, StoredFileGoneError } from '#libs/file-store';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const CHUNK = 262_144;

describe('files in Postgres', () => {
  let database: TestDatabase;
  let dataSource: ReturnType<typeof createDataSource>;
  let unitOfWork: UnitOfWork;
  let store: FileStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = createDataSource({
      url: database.url,
      entities: [],
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    unitOfWork = new UnitOfWork(dataSource);
    store = new FilesInPostgres(unitOfWork);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const write = async (name: string, content: Buffer, piece: number) => {
    const writer = await store.create('one', name);
    for (let at = 0; at < content.length; at += piece) await writer.write(content.subarray(at, at + piece));
    await writer.finish();
  };
  const chunksOf = async (name: string) =>
    (
      await database.query<{ bytes: number }>(
        `select length(content) as bytes from stored_file_chunks
          where file_id = (select id from stored_files where name = $1) order by number`,
        [name],
      )
    ).map(({ bytes }) => bytes);

  it('come back as they were written, from any position, in rows of a bounded size', async () => {
    for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7]) {
      const [name, content] = [`of ${size}`, randomBytes(size)];
      await write(name, content, 70_001);
      const rows = await chunksOf(name);
      expect([rows.length, Math.max(0, ...rows) <= CHUNK]).toEqual([Math.ceil(size / CHUNK), true]);
      const reader = (await store.open('one', name))!;
      expect(reader.size).toBe(size);
      for (const [start, length] of [
        [0, size],
        [0, 10],
        [CHUNK - 5, 10],
        [CHUNK, CHUNK],
        [Math.max(0, size - 3), 100],
        [size, 10],
      ] as const)
        expect((await reader.read(start, length)).equals(content.subarray(start, start + length))).toBe(true);
      await reader.close();
    }
  });

  it('cannot be opened before they are whole, and leave nothing when they are discarded', async () => {
    const writer = await store.create('one', 'half');
    await writer.write(randomBytes(CHUNK + 1));
    expect(await store.open('one', 'half')).toBeNull();
    expect((await store.list('one')).map(({ name }) => name)).toContain('half');
    await expect(store.create('one', 'half')).rejects.toThrow('uq_stored_files_name');
    await writer.discard();
    await writer.discard();
    expect((await store.list('one')).map(({ name }) => name)).not.toContain('half');
    await expect(writer.write(randomBytes(CHUNK))).rejects.toThrow(StoredFileGoneError);
    await expect(writer.finish()).rejects.toThrow(StoredFileGoneError);
    const orphans = await database.query(
      'select from stored_file_chunks where file_id not in (select id from stored_files)',
    );
    expect(orphans).toEqual([]);
  });

  it('end a reader in an error when they are removed under it, and may be removed twice', async () => {
    await write('gone', randomBytes(3 * CHUNK), CHUNK);
    const reader = (await store.open('one', 'gone'))!;
    await reader.read(0, 10);
    await store.remove('one', 'gone');
    await store.remove('one', 'gone');
    await expect(reader.read(CHUNK, 10)).rejects.toThrow(StoredFileGoneError);
    expect(await store.get('one', 'gone')).toBeNull();
  });

  it('come and go with the transaction that they are part of, and a name stays what it is', async () => {
    const scope: SystemScope = systemScope('privacy');
    const failing = (work: () => Promise<void>) =>
      expect(
        unitOfWork.run(scope, async () => {
          await work();
          throw new Error('on purpose');
        }),
      ).rejects.toThrow('on purpose');
    await failing(() => store.put('two', 'small', Buffer.from('first')));
    expect(await store.get('two', 'small')).toBeNull();
    await store.put('two', 'small', Buffer.from('second'));
    await store.put('two', 'small', Buffer.from('third'));
    await failing(() => store.remove('two', 'small'));
    expect(String(await store.get('two', 'small'))).toBe('second');
    expect(await store.list('two', new Date(Date.now() + 60_000))).toEqual([]);
    expect((await store.list('two', new Date(0))).map(({ name }) => name)).toEqual(['small']);
  });

  it('are shown to no request: without the scope of the system there is none', async () => {
    await dataSource.transaction(async (manager) => {
      for (const kind of ['', 'person', 'platform', 'organization']) {
        await manager.query(`select set_config('app.scope_kind', $1, true)`, [kind]);
        expect(await manager.query('select from stored_files')).toEqual([]);
        expect(await manager.query('select from stored_file_chunks')).toEqual([]);
      }
    });
  });
});
