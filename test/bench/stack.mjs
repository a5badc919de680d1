import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { migrate } from '#libs/database';
import { cloneDatabase, startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import { SERVICE_FLAGS } from '../../scripts/support/service-flags.mjs';

const ORIGIN = 'http://localhost:5173';

/**
 * @typedef {object} Postgres
 * @property {string} url as the service
 * @property {string} adminUrl as the owner of the tables
 * @property {string} superuserUrl
 * @property {(mode?: 'fast') => Promise<void>} stop
 *
 * @returns {Promise<Postgres>}
 */
function startPostgres(directory) {
  return startLocalPostgres({
    directory: join(directory, 'postgres'),
    database: databaseSetup(),
    port: 0,
    settings: { max_connections: '200', shared_buffers: '256MB' },
  });
}

/**
 * What every section needs: a PostgreSQL, a local Clerk that mints tokens, and servers in processes of their own.
 * `stop` ends all of it and leaves nothing behind.
 */
export async function startStack(
  /** @type {{ profile?: string | undefined, openPostgres?: typeof startPostgres }} */ {
    profile,
    openPostgres = startPostgres,
  },
) {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await openPostgres(directory);
  await migrate(postgres.adminUrl, migrations);
  const clerk = await startClerkEmulator({ port: 0, authorizedParties: [ORIGIN], enforceRateLimits: false });
  const dataDir = join(directory, 'data');
  mkdirSync(dataDir);
  const servers = new Set();
  const pools = [];
  let databases = 0;
  const signingKey = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const masterKey = randomBytes(32).toString('base64');

  const start = async (
    script,
    env,
    /** @type {{ cwd?: string, name?: string }} */ { cwd, name = script } = {},
  ) => {
    const flags = name === 'tenantry' ? [...SERVICE_FLAGS] : [];
    if (profile && name.startsWith('tenantry')) flags.push('--cpu-prof', `--cpu-prof-dir=${profile}`);
    const child = spawn(process.execPath, [...flags, script], {
      cwd,
      env: { ...process.env, NODE_ENV: 'production', CLERK_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    servers.add(child);
    const url = await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`${name} ended with code ${code} instead of listening`)));
    });
    /** Microseconds of CPU so far. */
    const cpu = () =>
      new Promise((resolve) => {
        child.once('message', (/** @type {NodeJS.CpuUsage} */ { user, system }) => resolve(user + system));
        child.send('cpu');
      });
    return { url, cpu, stop: () => end(child) };
  };

  const end = async (child) => {
    servers.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  };

  return {
    clerk,
    start,
    origin: ORIGIN,
    /** A migrated database of its own, with a pool of the superuser for seeding; of a mirror that is filled, unless told. */
    async database({ isSeeded = true } = {}) {
      const name = `bench_${(databases += 1)}`;
      await cloneDatabase(postgres.superuserUrl, name, 'tenantry');
      const superuserUrl = withDatabase(postgres.superuserUrl, name);
      const pool = new pg.Pool({ connectionString: superuserUrl, max: 2 });
      // A connection that breaks while nobody uses it is replaced when somebody does.
      pool.on('error', () => undefined);
      pools.push(pool);
      if (isSeeded) await pool.query('update reconciliation_lease set seeded_at = now()');
      return {
        url: withDatabase(postgres.url, name),
        superuserUrl,
        query: (sql, values) => pool.query(sql, values),
      };
    },
    /** The service in a process of its own. */
    tenantry: (database, env = {}) =>
      start(
        join(import.meta.dirname, 'servers/tenantry.mjs'),
        {
          NODE_ENV: 'test',
          DATABASE_URL: database.url,
          CLERK_SECRET_KEY: clerk.secretKey,
          CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
          CLERK_JWT_KEY: clerk.jwtKey,
          CLERK_AUTHORIZED_PARTIES: ORIGIN,
          CLERK_WEBHOOK_SIGNING_SECRET: clerk.webhookSecret,
          CLERK_INSTANCE_ID: clerk.instanceId,
          CLERK_API_URL: clerk.url,
          TENANTRY_MASTER_KEY: masterKey,
          TENANTRY_SIGNING_KEY: signingKey,
          TENANTRY_DATA_DIR: dataDir,
          LOG_LEVEL: 'warn',
          RATE_LIMIT_ENABLED: 'false',
          ...env,
        },
        { name: 'tenantry' },
      ),
    async stop() {
      await Promise.all([...servers].map(end));
      await Promise.all(pools.map((pool) => pool.end()));
      await clerk.stop();
      await postgres.stop('fast');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
