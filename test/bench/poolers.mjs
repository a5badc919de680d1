/**
 * What the service keeps behind a pooler: `node test/bench/poolers.mjs [path of a pgbouncer …]`, after `npm run build`.
 * Starts a PostgreSQL and each pooler in each mode on the loopback address, and prints a table for docs/running.md.
 * Default: the `pgbouncer` of the search path. Started as root it runs as `postgres`, since PgBouncer refuses root.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  checkDatabaseHardening,
  createDataSource,
  migrate,
  namedStatementsOf,
  UnitOfWork,
} from '#libs/database';
import { startLocalPostgres } from '@tenantry/local-postgres';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import { freePorts } from './free-ports.mjs';

const READS = 400;
const TOGETHER = 8;
const ANSWER = { name: 'bench: the answer', text: 'select $1::int + 1 as next' };
const SETUPS = [
  { mode: 'session' },
  { mode: 'transaction' },
  { mode: 'transaction', max_prepared_statements: '100' },
  { mode: 'statement' },
];

const binaries = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['pgbouncer'];
const folder = mkdtempSync(join(tmpdir(), 'tenantry-poolers-'));
chmodSync(folder, 0o755);
const postgres = await startLocalPostgres({
  directory: join(folder, 'postgres'),
  database: databaseSetup(),
  port: 0,
  settings: { fsync: 'off' },
});
try {
  await migrate(postgres.adminUrl, migrations);
  console.log('| pooler | mode | settings | starts | time-outs and time zone | statements | failed of 400 |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const binary of binaries) {
    const version = /PgBouncer (\S+)/.exec(execFileSync(binary, ['--version'], { encoding: 'utf8' }))?.[1];
    for (const { mode, ...settings } of SETUPS) {
      const cells = await measure(binary, mode, settings);
      const said = Object.entries(settings).map(([name, value]) => `\`${name} = ${value}\``);
      console.log(
        `| PgBouncer ${version} | ${mode} | ${said.join(', ') || 'default'} | ${cells.join(' | ')} |`,
      );
    }
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(binary, mode, settings) {
  const [port] = await freePorts(1);
  const direct = new URL(postgres.url);
  const file = join(folder, `${port}.ini`);
  const options = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: mode,
    default_pool_size: 4,
    ...settings,
  };
  const server = `host=127.0.0.1 port=${direct.port} dbname=${direct.pathname.slice(1)} user=${direct.username} password=${decodeURIComponent(direct.password)}`;
  const lines = Object.entries(options).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(file, `[databases]\ntenantry = ${server}\n[pgbouncer]\n${lines.join('\n')}\n`, {
    mode: 0o644,
  });
  const asUser = process.getuid?.() === 0 ? ['-u', 'postgres'] : [];
  const pooler = spawn(binary, ['-q', ...asUser, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  pooler.stderr.on('data', (chunk) => (told += chunk));
  const url = new URL(direct);
  url.port = String(port);
  url.pathname = '/tenantry';
  try {
    for (let tries = 0; tries < 100 && pooler.exitCode === null && !(await answers(port)); tries += 1)
      await sleep(50);
    if (pooler.exitCode !== null)
      return [`no: ${told.match(/unknown parameter: \S+/)?.[0] ?? 'see its log'}`, '', '', ''];
    return await use(url.toString());
  } catch (error) {
    return [`no: ${error.message.slice(0, 80)}`, '', '', ''];
  } finally {
    pooler.kill();
  }
}

async function use(url) {
  const dataSource = createDataSource({ url, entities: [], onConnectionError: () => undefined });
  await dataSource.initialize();
  try {
    const hardening = await checkDatabaseHardening(dataSource, {
      withoutRowSecurity: tablesWithoutRowSecurity,
    }).then(
      () => 'kept',
      (error) => (error.settings?.length > 0 ? 'lost' : error.message),
    );
    const named = await namedStatementsOf(dataSource).probe();
    const unitOfWork = new UnitOfWork(dataSource);
    let failed = 0;
    for (let done = 0; done < READS; done += TOGETHER) {
      const asked = Array.from({ length: TOGETHER }, (_, at) => unitOfWork.unscoped(ANSWER, [done + at]));
      failed += (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected').length;
    }
    return ['yes', hardening, named ? 'named' : 'without names', String(failed)];
  } finally {
    await dataSource.destroy();
  }
}

async function answers(port) {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
