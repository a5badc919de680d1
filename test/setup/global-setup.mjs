import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#libs/database';
import { startLocalPostgres } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';

/**
 * One real PostgreSQL for the whole run, with one migrated database that every spec file clones.
 * Durability is off: a test database need not survive a power cut. Answers how to end it.
 */
export default async function setup() {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-test-'));
  // Started as root, PostgreSQL runs under another account, which must be able to enter.
  chmodSync(directory, 0o755);
  const postgres = await startLocalPostgres({
    directory: join(directory, 'postgres'),
    database: databaseSetup(),
    port: 0,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  await migrate(postgres.adminUrl, migrations);
  // The workers inherit the environment.
  process.env.TEST_DATABASE_URL = postgres.url;
  process.env.TEST_DATABASE_ADMIN_URL = postgres.adminUrl;
  process.env.TEST_DATABASE_SUPERUSER_URL = postgres.superuserUrl;
  return async () => {
    await postgres.stop('immediate');
    rmSync(directory, { recursive: true, force: true });
  };
}
