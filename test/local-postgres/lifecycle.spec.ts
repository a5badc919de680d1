import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  LocalPostgresError,
  startLocalPostgres,
  type LocalPostgres,
  type LocalPostgresOptions,
} from '@tenantry/local-postgres';
import { databaseSetup } from '../../src/local/database-setup.js';
import { eventually, isRunning, processesOn, query } from './probes.js';
import { removeScratch, scratchDirectory } from './scratch.js';

const running: LocalPostgres[] = [];

async function start(options: Omit<LocalPostgresOptions, 'database'>): Promise<LocalPostgres> {
  const postgres = await startLocalPostgres({
    database: databaseSetup(),
    settings: { fsync: 'off' },
    ...options,
  });
  running.push(postgres);
  return postgres;
}

/** Waits for the refusal of a start and answers it. */
async function refusal(options: Omit<LocalPostgresOptions, 'database'>): Promise<LocalPostgresError> {
  try {
    await start(options);
  } catch (error) {
    if (error instanceof LocalPostgresError) return error;
    throw error;
  }
  throw new Error('it started');
}

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop('immediate');
});

afterAll(removeScratch);

describe('starting and stopping the embedded database', () => {
  let directory: string;

  beforeEach(() => {
    directory = join(scratchDirectory(), '.local/postgres');
  });

  it('keeps data and passwords over a restart', async () => {
    const first = await start({ directory, port: 0 });
    await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS value');
    await first.stop();
    const second = await start({ directory, port: first.port });
    expect(second.url).toBe(first.url);
    expect(await query(second.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  });

  it('stop leaves no process and no lock, however often it is called', async () => {
    const postgres = await start({ directory, port: 0 });
    const { pid } = postgres;
    expect(isRunning(pid)).toBe(true);
    await Promise.all([postgres.stop(), postgres.stop('immediate'), postgres.stop()]);
    expect(isRunning(pid)).toBe(false);
    expect(readdirSync(join(directory, '..'))).toEqual(['postgres']);
    await eventually('the guard to go', () => processesOn(directory).length === 0);
  });

  it('stopSync ends the server before it returns and loses nothing that was committed', async () => {
    const postgres = await start({ directory, port: 0 });
    await query(postgres.adminUrl, 'CREATE TABLE kept AS SELECT 2 AS value');
    postgres.stopSync();
    expect(isRunning(postgres.pid)).toBe(false);
    const again = await start({ directory, port: 0 });
    expect(await query(again.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 2 }]);
  });

  it('a server that hangs is stopped by force', async () => {
    const postgres = await start({ directory, port: 0 });
    process.kill(postgres.pid, 'SIGSTOP');
    postgres.stopSync();
    expect(isRunning(postgres.pid)).toBe(false);
  });

  it('a second start on the same data says who has it, and the first goes on', async () => {
    const first = await start({ directory, port: 0 });
    const error = await refusal({ directory, port: 0 });
    expect(error.fault).toBe('directory_in_use');
    expect(error.message).toContain(`process ${process.pid}`);
    expect(error.message).toContain('TENANTRY_LOCAL_DIR');
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('of many starts at once one wins and the others are told', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => start({ directory, port: 0 })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ fault: 'directory_in_use' });
    }
  });

  it('a taken port is an error that names the variable, and frees the folder again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const error = await refusal({ directory, port });
    await new Promise((resolve) => other.close(resolve));
    expect(error.fault).toBe('port_taken');
    expect(error.message).toContain(`Port ${port}`);
    expect(error.message).toContain('LOCAL_POSTGRES_PORT');
    expect((await start({ directory, port })).port).toBe(port);
  });

  it('a wrong setting is reported with PostgreSQL’s own words', async () => {
    const error = await refusal({ directory, port: 0, settings: { fsync: 'off', shared_buffers: 'plenty' } });
    expect(error.fault).toBe('start_failed');
    expect(error.message).toContain('shared_buffers');
    await eventually('the guard to go', () => processesOn(directory).length === 0);
  });

  it('a file where the folder should be is named in the error', async () => {
    const file = join(scratchDirectory(), 'file');
    writeFileSync(file, '');
    const error = await refusal({ directory: join(file, 'postgres'), port: 0 });
    expect(error.fault).toBe('directory_not_writable');
    expect(error.message).toContain(file);
    expect(error.message).toContain('TENANTRY_LOCAL_DIR');
  });

  it('data of another major version is left alone', async () => {
    await (await start({ directory, port: 0 })).stop();
    writeFileSync(join(directory, 'data/PG_VERSION'), '14\n');
    const error = await refusal({ directory, port: 0 });
    expect(error.fault).toBe('other_version');
    expect(existsSync(join(directory, 'data/global/pg_control'))).toBe(true);
  });
});

describe('what an interrupted or damaged start left behind', () => {
  let directory: string;
  let bystander: ChildProcess;

  beforeAll(() => {
    bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
  });

  afterAll(() => {
    bystander.kill('SIGKILL');
  });

  beforeEach(() => {
    directory = join(scratchDirectory(), 'postgres');
  });

  it('an initdb that never finished is done again', async () => {
    mkdirSync(join(directory, 'data.new-killed/base'), { recursive: true });
    await start({ directory, port: 0 });
    expect(readdirSync(directory).filter((name) => name.startsWith('data'))).toEqual(['data']);
  });

  it('a data folder without a database in it is moved aside, not deleted', async () => {
    mkdirSync(join(directory, 'data'), { recursive: true });
    writeFileSync(join(directory, 'data/PG_VERSION'), '18\n');
    const notices: string[] = [];
    await start({ directory, port: 0, onNotice: (notice) => notices.push(notice) });
    const aside = readdirSync(directory).find((name) => name.startsWith('data.incomplete-'));
    expect(readdirSync(join(directory, aside!))).toEqual(['PG_VERSION']);
    expect(notices.join()).toContain('moved');
  });

  it('lost passwords are made anew and the data stays', async () => {
    const first = await start({ directory, port: 0 });
    await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 3 AS value');
    await first.stop();
    rmSync(join(directory, 'credentials.json'));
    const second = await start({ directory, port: first.port });
    expect(second.adminUrl).not.toBe(first.adminUrl);
    expect(await query(second.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 3 }]);
  });

  it('a postmaster.pid whose number belongs to an unrelated program does not block, and that program lives on', async () => {
    await (await start({ directory, port: 0 })).stop();
    // Run by the server's own account, as a reused number after a reboot would be: only then PostgreSQL is deceived.
    const data = join(directory, 'data');
    const { uid, gid } = statSync(data);
    const unrelated = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
    try {
      const file = join(data, 'postmaster.pid');
      writeFileSync(file, `${unrelated.pid!}\n${data}\n1700000000\n5433\n\n127.0.0.1\n  0  0\nready   \n`);
      chownSync(file, uid, gid);
      const postgres = await start({ directory, port: 0 });
      expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(isRunning(unrelated.pid!)).toBe(true);
    } finally {
      unrelated.kill('SIGKILL');
    }
  });

  it('a lock whose holder is gone, or whose number another program has now, is taken over', async () => {
    mkdirSync(directory, { recursive: true });
    const gone = spawnSync('true').pid;
    for (const lock of [
      JSON.stringify({ pid: gone, identity: 'x' }),
      JSON.stringify({ pid: bystander.pid, identity: 'boot:1' }),
      '{"pid":',
    ]) {
      writeFileSync(`${directory}.lock`, lock);
      await (await start({ directory, port: 0 })).stop();
      expect(existsSync(`${directory}.lock`)).toBe(false);
    }
  });
});

describe('a server that is killed under its user', () => {
  it('comes back on the same port with everything that was committed', async () => {
    const notices: string[] = [];
    const postgres = await start({
      directory: join(scratchDirectory(), 'postgres'),
      port: 0,
      settings: {},
      onNotice: (notice) => notices.push(notice),
    });
    const { port, pid } = postgres;
    await query(postgres.adminUrl, 'CREATE TABLE kept AS SELECT 4 AS value');
    process.kill(pid, 'SIGKILL');
    await eventually('a new server', () => postgres.pid !== pid && isRunning(postgres.pid));
    await eventually('an answer', () =>
      query(postgres.url, 'SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await query(postgres.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 4 }]);
    expect(postgres.port).toBe(port);
    expect(notices).toEqual([expect.stringContaining('SIGKILL')]);
  });

  it('is given up after five restarts in a minute, once and with a reason', async () => {
    const reasons: string[] = [];
    const postgres = await start({
      directory: join(scratchDirectory(), 'postgres'),
      port: 0,
      onUnexpectedExit: (reason) => reasons.push(reason),
    });
    const seen = new Set<number>();
    await eventually('giving up', () => {
      if (isRunning(postgres.pid)) {
        seen.add(postgres.pid);
        process.kill(postgres.pid, 'SIGKILL');
      }
      return reasons.length > 0;
    });
    expect(reasons).toEqual([expect.stringContaining('could not be kept running')]);
    expect(seen.size).toBe(6);
    await postgres.stop();
  });

  it('a stop in the middle of a restart leaves nothing behind', async () => {
    const directory = join(scratchDirectory(), 'postgres');
    const postgres = await start({ directory, port: 0 });
    process.kill(postgres.pid, 'SIGKILL');
    await eventually('the restart', () =>
      readFileSync(join(directory, 'postgres.log'), 'utf8').includes('interrupted'),
    );
    await postgres.stop();
    await eventually('the guard to go', () => processesOn(directory).length === 0);
  });
});
