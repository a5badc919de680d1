import { escapeIdentifier, type Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './connection.js';
import { withDatabase } from './database-url.js';
import { systemErrorCode } from './local-postgres.error.js';
import { APP_ROLE, DATABASE, OWNER_ROLE } from './roles.js';

/** SQLSTATE: somebody is still connected to the template. */
const OBJECT_IN_USE = '55006';

/**
 * Makes a database as a copy of another one, owned by the owner role and with the rights of the original (PostgreSQL
 * copies the content of a database but not the rights on it). Nobody may be connected to the template; a connection
 * that is just closing is waited for.
 *
 * @param superuserUrl a superuser's connection string, to any database
 * @param name the new database
 * @param options.template the database to copy, default `tenantry`
 */
export async function cloneDatabase(
  superuserUrl: string,
  name: string,
  options: { template?: string } = {},
): Promise<void> {
  const database = escapeIdentifier(name);
  await withClient(withDatabase(superuserUrl, 'postgres'), async (client) => {
    await createFrom(client, database, escapeIdentifier(options.template ?? DATABASE));
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${APP_ROLE}`);
  });
}

/** Drops a database, closing whatever connections it has; one that is not there is fine. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(withDatabase(superuserUrl, 'postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
  });
}

async function createFrom(client: Client, database: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Copying files beats logging every page once the template holds a schema.
      await client.query(
        `CREATE DATABASE ${database} OWNER ${OWNER_ROLE} TEMPLATE ${template} STRATEGY file_copy`,
      );
      return;
    } catch (error) {
      const isBusy = systemErrorCode(error) === OBJECT_IN_USE;
      if (!isBusy || attempt === 20) throw error;
      await sleep(100);
    }
  }
}
