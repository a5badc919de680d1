import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { migrate } from '#libs/database';
import {
  cloneDatabase,
  type LocalPostgres,
  startLocalPostgres,
  withDatabase,
} from '@tenantry/local-postgres';
import { databaseSetup } from '../../src/local/database-setup.js';
import { migrations } from '#migrations';
import { query } from './probes.js';
import { removeScratch, scratchDirectory } from './scratch.js';

const OF_THE_SESSION = `select name, setting from pg_settings where name in
  ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'TimeZone') order by name collate "C"`;
const ALL = [
  { name: 'TimeZone', setting: 'UTC' },
  { name: 'idle_in_transaction_session_timeout', setting: '10000' },
  { name: 'lock_timeout', setting: '2000' },
  { name: 'statement_timeout', setting: '5000' },
];

describe('time-outs on roles that were made without them', () => {
  let postgres: LocalPostgres;

  beforeAll(async () => {
    const directory = join(scratchDirectory(), 'postgres');
    postgres = await startLocalPostgres({
      directory,
      database: databaseSetup(),
      port: 0,
      settings: { fsync: 'off' },
    });
    await query(
      postgres.superuserUrl,
      `alter role tenantry_app reset all; alter role tenantry_app set timezone = 'Asia/Tokyo'`,
    );
  });

  afterAll(async () => {
    await postgres.stop();
    removeScratch();
  });

  it('are set on the database where the owner may not become the runtime role, and spare the owner', async () => {
    await query(
      postgres.superuserUrl,
      'alter role tenantry_app reset all; revoke tenantry_app from tenantry_owner',
    );
    await cloneDatabase(postgres.superuserUrl, 'apart', 'tenantry');
    await query(postgres.superuserUrl, 'alter database apart owner to tenantry_owner');
    await migrate(withDatabase(postgres.adminUrl, 'apart'), migrations);
    expect(await query(withDatabase(postgres.url, 'apart'), OF_THE_SESSION)).toEqual(ALL);
    expect(await query(withDatabase(postgres.adminUrl, 'apart'), 'show statement_timeout')).toEqual([
      { statement_timeout: '0' },
    ]);
    expect(await query(postgres.url, 'show statement_timeout')).toEqual([{ statement_timeout: '0' }]);
  });

  it('are set on the role by the migration where the owner may become it', async () => {
    await query(
      postgres.superuserUrl,
      'grant tenantry_app to tenantry_owner with admin false, inherit false, set true',
    );
    await migrate(postgres.adminUrl, migrations);
    expect(await query(postgres.url, OF_THE_SESSION)).toEqual(ALL);
  });
});
