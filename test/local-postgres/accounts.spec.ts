import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LocalPostgresOptions } from '@tenantry/local-postgres';
import { DrivenPostgres } from './driven-postgres.js';
import { installCopy, type InstalledCopy } from './installed-copy.js';
import { processesOn, query } from './probes.js';
import { removeScratch, scratchDirectory } from './scratch.js';

const settings = { fsync: 'off' };
// An account that every machine has and that is not the one root would choose.
const ORDINARY = { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') };

// Only root can play other accounts; an ordinary user's run is what every other spec here then is.
const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;

describeAsRoot('the account that the embedded database runs under', () => {
  let folder: string;
  let copy: InstalledCopy;
  const driven: DrivenPostgres[] = [];

  beforeAll(() => {
    folder = scratchDirectory();
    copy = installCopy(join(folder, 'clone'));
  });

  afterEach(async () => {
    for (const postgres of driven.splice(0)) await postgres.stop();
  });

  afterAll(removeScratch);

  function start(
    options: Omit<LocalPostgresOptions, 'database'>,
    from: InstalledCopy = copy,
    account: { uid?: number; gid?: number } = {},
  ): DrivenPostgres {
    const postgres = DrivenPostgres.start(from, { port: 0, settings, ...options }, account);
    driven.push(postgres);
    return postgres;
  }

  it('an ordinary user runs it as himself, twice over, and copies nothing', async () => {
    const home = scratchDirectory();
    chmodSync(home, 0o777);
    const sharedDirectories = [join(scratchDirectory(), 'shared')];
    for (const value of [1, 2]) {
      const postgres = start({ directory: join(home, 'postgres'), sharedDirectories }, copy, ORDINARY);
      const { adminUrl } = await postgres.event('ready');
      await query(adminUrl, `CREATE TABLE IF NOT EXISTS t (v int); INSERT INTO t VALUES (${value})`);
      expect(await query(adminUrl, 'SELECT count(*)::int AS n FROM t')).toEqual([{ n: value }]);
      await postgres.stop();
    }
    expect(statSync(join(home, 'postgres/data')).uid).toBe(ORDINARY.uid);
    expect(existsSync(sharedDirectories[0]!)).toBe(false);
    expect(processesOn(home)).toEqual([]);
  });

  it('an ordinary user who may not write there gets a sentence', async () => {
    const closed = join(scratchDirectory(), 'closed');
    mkdirSync(closed, { mode: 0o755 });
    const { fault, message } = await start({ directory: join(closed, 'postgres') }, copy, ORDINARY).event(
      'failed',
    );
    expect(fault).toBe('directory_not_writable');
    expect(message).toContain('TENANTRY_LOCAL_DIR');
    expect(readdirSync(closed)).toEqual([]);
  });

  it('root goes on with the data of an ordinary user under that user’s account, and gives it back', async () => {
    const home = scratchDirectory();
    chmodSync(home, 0o777);
    const directory = join(home, 'postgres');
    for (const account of [ORDINARY, {}, ORDINARY]) {
      const postgres = start({ directory }, copy, account);
      expect(await query((await postgres.event('ready')).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await postgres.stop();
    }
    expect(statSync(join(directory, 'data')).uid).toBe(ORDINARY.uid);
  });

  it('an account that the system does not know gets a sentence: initdb asks for its name', async () => {
    const home = scratchDirectory();
    chmodSync(home, 0o777);
    const stranger = { uid: 54_321, gid: 54_321 };
    const { fault, message } = await start({ directory: join(home, 'postgres') }, copy, stranger).event(
      'failed',
    );
    expect(fault).toBe('no_system_user');
    expect(message).toContain('54321');
  });

  it('an ordinary user is told that the data is another’s', async () => {
    const home = scratchDirectory();
    chmodSync(home, 0o777);
    const directory = join(home, 'postgres');
    const first = start({ directory });
    await first.event('ready');
    await first.stop();
    const { fault, message } = await start({ directory }, copy, ORDINARY).event('failed');
    expect(fault).toBe('directory_not_writable');
    expect(message).toContain('another user');
  });

  it('root runs it as nobody on a machine without any of the usual accounts', async () => {
    const directory = join(scratchDirectory(), 'postgres');
    const postgres = start({ directory, systemUsers: ['no-such-account', 'nobody'] });
    const { url } = await postgres.event('ready');
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(join(directory, 'data')).uid).not.toBe(0);
    expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700);
  });

  it('root in an open folder keeps the data there and copies nothing', async () => {
    const directory = join(folder, 'clone/.local/postgres');
    const sharedDirectories = [join(scratchDirectory(), 'shared')];
    await start({ directory, sharedDirectories }).event('ready');
    expect(lstatSync(directory).isDirectory()).toBe(true);
    expect(existsSync(sharedDirectories[0]!)).toBe(false);
  });
});

describeAsRoot('a clone under a home that is closed to all but root', () => {
  let home: string;
  let shared: string;
  let copy: InstalledCopy;
  let directory: string;
  const driven: DrivenPostgres[] = [];

  beforeAll(() => {
    home = scratchDirectory();
    chmodSync(home, 0o700);
    shared = join(scratchDirectory(), 'shared');
    copy = installCopy(join(home, 'clone'));
    directory = join(home, 'clone/.local/postgres');
  });

  beforeEach(() => {
    rmSync(join(home, 'clone/.local'), { recursive: true, force: true });
    chmodSync(home, 0o700);
  });

  afterEach(async () => {
    for (const postgres of driven.splice(0)) await postgres.stop();
  });

  afterAll(removeScratch);

  function start(): DrivenPostgres {
    const postgres = DrivenPostgres.start(copy, {
      directory,
      port: 0,
      settings,
      sharedDirectories: [shared],
    });
    driven.push(postgres);
    return postgres;
  }

  const programs = (): string =>
    join(
      shared,
      readdirSync(shared).find((name) => name.startsWith('postgresql-'))!,
    );

  it('runs from a copy of the programs, with its data behind a link, and keeps both for the next start', async () => {
    const first = start();
    const { adminUrl } = await first.event('ready');
    await query(adminUrl, 'CREATE TABLE kept AS SELECT 1 AS value');
    expect(lstatSync(directory).isSymbolicLink()).toBe(true);
    await first.stop();
    const made = statSync(programs()).ino;

    const second = await start().event('ready');
    expect(await query(second.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
    expect(statSync(programs()).ino).toBe(made);
    expect(readdirSync(shared).sort()).toEqual(['data', expect.stringMatching(/^postgresql-/)]);
  });

  it('mends a copy that has lost a part', async () => {
    const before = start();
    await before.event('ready');
    await before.stop();
    truncateSync(join(programs(), 'share/postgresql/postgres.bki'));
    truncateSync(join(programs(), 'bin/postgres'));
    const { url } = await start().event('ready');
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('forgets the data when .local is removed', async () => {
    const before = start();
    await query((await before.event('ready')).adminUrl, 'CREATE TABLE kept AS SELECT 1 AS value');
    await before.stop();
    rmSync(join(home, 'clone/.local'), { recursive: true });
    const { adminUrl } = await start().event('ready');
    expect(await query(adminUrl, `SELECT to_regclass('kept') AS kept`)).toEqual([{ kept: null }]);
    expect(readdirSync(join(shared, 'data'))).toHaveLength(1);
  });

  it('takes data along that was made while the folder was still open', async () => {
    chmodSync(home, 0o755);
    const first = start();
    await query((await first.event('ready')).adminUrl, 'CREATE TABLE carried AS SELECT 5 AS value');
    expect(lstatSync(directory).isDirectory()).toBe(true);
    await first.stop();
    chmodSync(home, 0o700);
    const { adminUrl } = await start().event('ready');
    expect(await query(adminUrl, 'SELECT value FROM carried')).toEqual([{ value: 5 }]);
    expect(lstatSync(directory).isSymbolicLink()).toBe(true);
  });
});

function idOf(flag: string, name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
}
