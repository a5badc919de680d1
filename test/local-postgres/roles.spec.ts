import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  cloneDatabase,
  dropDatabase,
  startLocalPostgres,
  withDatabase,
  type LocalPostgres,
} from '@tenantry/local-postgres';
import { databaseSetup } from '../../src/local/database-setup.js';
import { query } from './probes.js';
import { removeScratch, scratchDirectory } from './scratch.js';

describe('the roles of the embedded database', () => {
  let directory: string;
  let postgres: LocalPostgres;

  beforeAll(async () => {
    directory = join(scratchDirectory(), 'postgres');
    postgres = await startLocalPostgres({
      directory,
      database: databaseSetup(),
      port: 0,
      settings: { fsync: 'off' },
    });
  });

  afterAll(async () => {
    await postgres.stop();
    removeScratch();
  });

  it('none of the three is a superuser or may bypass row-level security, and nobody logs in as the access role', async () => {
    const rows = await query(
      postgres.superuserUrl,
      `SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS mighty
       FROM pg_roles WHERE rolname LIKE 'tenantry%' ORDER BY rolname`,
    );
    expect(rows).toEqual([
      { rolname: 'tenantry_access', rolcanlogin: false, mighty: false },
      { rolname: 'tenantry_app', rolcanlogin: true, mighty: false },
      { rolname: 'tenantry_owner', rolcanlogin: true, mighty: false },
    ]);
  });

  it('the owner makes a schema and hands a function over to the access role', async () => {
    await query(
      postgres.adminUrl,
      `CREATE SCHEMA house;
       GRANT USAGE, CREATE ON SCHEMA house TO tenantry_access;
       CREATE FUNCTION house.door() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
       ALTER FUNCTION house.door() OWNER TO tenantry_access`,
    );
    const rows = await query(
      postgres.adminUrl,
      `SELECT pg_get_userbyid(proowner) AS owner FROM pg_proc WHERE proname = 'door'`,
    );
    expect(rows).toEqual([{ owner: 'tenantry_access' }]);
  });

  it('the runtime role makes nothing: no schema, no table, no temporary table', async () => {
    for (const sql of ['CREATE SCHEMA mine', 'CREATE TABLE public.mine ()', 'CREATE TEMP TABLE mine ()']) {
      await expect(query(postgres.url, sql)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('the runtime role gets into no other database of the cluster', async () => {
    for (const name of ['postgres', 'template1']) {
      await expect(query(withDatabase(postgres.url, name), 'SELECT 1')).rejects.toMatchObject({
        code: '42501',
      });
    }
  });

  it('a wrong password is refused and the right ones lie in a file that only we can read', async () => {
    const wrong = new URL(postgres.url);
    wrong.password = 'guessed';
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(directory, 'credentials.json')).mode & 0o777).toBe(0o600);
  });

  it('sorts alike on every machine, listens on the loopback address and has no socket file', async () => {
    const [settings] = await query(
      postgres.superuserUrl,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
              current_setting('server_encoding') AS encoding, datlocprovider AS provider, datlocale AS locale
       FROM pg_database WHERE datname = 'tenantry'`,
    );
    expect(settings).toEqual({
      addresses: '127.0.0.1',
      sockets: '',
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
    });
  });

  it('a cloned database has the content, the owner and the rights of its template', async () => {
    await query(
      postgres.adminUrl,
      'CREATE TABLE public.note AS SELECT 7 AS value; GRANT SELECT ON public.note TO tenantry_app',
    );
    await cloneDatabase(postgres.superuserUrl, 'copy-1', 'tenantry');
    expect(await query(withDatabase(postgres.url, 'copy-1'), 'SELECT value FROM note')).toEqual([
      { value: 7 },
    ]);
    await query(withDatabase(postgres.adminUrl, 'copy-1'), 'DROP TABLE note');
    await expect(
      query(withDatabase(postgres.url, 'copy-1'), 'CREATE TEMP TABLE mine ()'),
    ).rejects.toMatchObject({ code: '42501' });
    expect(await query(postgres.url, 'SELECT value FROM note')).toEqual([{ value: 7 }]);

    await dropDatabase(postgres.superuserUrl, 'copy-1');
    await dropDatabase(postgres.superuserUrl, 'copy-1');
    await expect(query(withDatabase(postgres.url, 'copy-1'), 'SELECT 1')).rejects.toMatchObject({
      code: '3D000',
    });
  });
});
