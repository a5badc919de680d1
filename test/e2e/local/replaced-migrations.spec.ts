import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { type Outcome, Workplace } from './driven-service.js';

/** What the table of migrations holds after a version whose migrations were replaced since. */
const AS_BEFORE = `
  delete from migrations;
  insert into migrations (timestamp, name) values
    (1763700000001, 'ScopeFunctions1763700000001'), (1763700000002, 'Users1763700000002')`;

const SENTENCE =
  'The database was made by migrations that this version no longer has (its first is ScopeFunctions1763700000001), and none ' +
  'leads from there to here. Make an empty database, apply the migrations to it with npm run migrate, and use that one.';

describe('a database that was made by migrations which were replaced since', () => {
  let workplace: Workplace;
  let database: TestDatabase;

  beforeEach(async () => {
    workplace = new Workplace();
    database = await createTestDatabase();
  });

  afterEach(async () => {
    await database.drop();
    workplace.clear();
  });

  const known = () => database.query('select name from migrations order by id');

  function expectRefusal({ code, stdout, stderr }: Outcome, sentence: string): void {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toBe(sentence);
    expect(stderr).not.toMatch(/^\s+at |already exists/m);
  }

  it('is refused by the migrate command in a sentence that says what to do, and left as it is', async () => {
    await database.query(AS_BEFORE);
    const before = await known();
    const refused = await workplace.run('bundle/migrate.js', [], { DATABASE_ADMIN_URL: database.adminUrl });
    expectRefusal(refused, SENTENCE);
    expect(await known()).toEqual(before);
  });

  it('is refused at the start, with its owner at hand and without', async () => {
    await database.query(AS_BEFORE);
    for (const DATABASE_ADMIN_URL of ['', database.adminUrl]) {
      const start = workplace.start({ DATABASE_URL: database.url, DATABASE_ADMIN_URL }, ['--no-demo']);
      expectRefusal(await start.ended, SENTENCE);
    }
  });

  it('is refused by npm start, which names the folder to remove, and starts once that is gone', async () => {
    const first = workplace.start({}, ['--no-demo']);
    const { databaseAdminUrl } = await first.ready();
    const owner = await new DataSource({
      type: 'postgres',
      url: databaseAdminUrl!,
      installExtensions: false,
    }).initialize();
    await owner.query(AS_BEFORE);
    await owner.destroy();
    await first.stop();

    const refused = await workplace.start({}, ['--no-demo']).ended;
    expectRefusal(
      refused,
      'The local database was made by an earlier preview (its first migration is ScopeFunctions1763700000001), and nothing ' +
        `leads from there to this version. Remove ${workplace.local}, where it lies with the local Clerk and the demo data, and ` +
        'start again; or set TENANTRY_LOCAL_DIR to another folder.',
    );
    rmSync(workplace.local, { recursive: true });
    const again = workplace.start({}, ['--no-demo']);
    await again.ready();
    expect((await again.stop()).code).toBe(0);
  });

  it('is none that has migrations of a newer version besides: two versions run side by side in a roll-out', async () => {
    await database.query(
      `insert into migrations (timestamp, name) values (1993700000001, 'OfTheNext1993700000001')`,
    );
    const migrated = await workplace.run('bundle/migrate.js', [], { DATABASE_ADMIN_URL: database.adminUrl });
    expect(migrated).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do') });
  });
});
