import { escapeIdentifier, type Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './connection.js';
import { withDatabase } from './database-url.js';
import { systemErrorCode } from './local-postgres.error.js';

/** SQLSTATE: somebody is still connected to the template. */
const OBJECT_IN_USE = '55006';

/**
 * Makes a database as a copy of another one, with its owner and the rights on it (PostgreSQL copies the content of a
 * database but not the rights on it). Nobody may be connected to the template; a connection that is just closing is
 * waited for.
 *
 * @param superuserUrl a superuser's connection string, to any database
 * @param name the new database
 * @param template the database to copy
 */
export async function cloneDatabase(superuserUrl: string, name: string, template: string): Promise<void> {
  const database = escapeIdentifier(name);
  await withClient(withDatabase(superuserUrl, 'postgres'), async (client) => {
    const { owner, rights } = await ownerAndRights(client, template);
    await createFrom(client, database, escapeIdentifier(template), owner);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    for (const { privilege, grantee } of rights)
      await client.query(`GRANT ${privilege} ON DATABASE ${database} TO ${grantee}`);
  });
}

/** Drops a database, closing whatever connections it has; one that is not there is fine. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(withDatabase(superuserUrl, 'postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
  });
}

interface Right {
  /** CONNECT, CREATE or TEMPORARY. */
  privilege: string;
  /** As it is written in SQL. */
  grantee: string;
}

async function ownerAndRights(client: Client, database: string): Promise<{ owner: string; rights: Right[] }> {
  const { rows } = await client.query<{ owner: string; rights: Right[] }>(
    `SELECT datdba::regrole::text AS owner, (
       SELECT coalesce(json_agg(json_build_object(
         'privilege', privilege_type, 'grantee', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)), '[]')
       FROM aclexplode(coalesce(datacl, acldefault('d', datdba)))) AS rights
     FROM pg_database WHERE datname = $1`,
    [database],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no database ${database} to copy`);
  return row;
}

async function createFrom(client: Client, database: string, template: string, owner: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Copying files beats logging every page once the template holds a schema.
      await client.query(
        `CREATE DATABASE ${database} OWNER ${owner} TEMPLATE ${template} STRATEGY file_copy`,
      );
      return;
    } catch (error) {
      const isBusy = systemErrorCode(error) === OBJECT_IN_USE;
      if (!isBusy || attempt === 20) throw error;
      await sleep(100);
    }
  }
}
