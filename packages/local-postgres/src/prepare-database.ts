import { escapeIdentifier } from 'pg';
import type { Credentials } from './credentials.js';
import { withClient } from './connection.js';
import type { DatabaseSetup } from './database-setup.js';
import { withDatabase } from './database-url.js';

/** Makes database and roles, or puts them back as they should be; run at every start. */
export async function prepareDatabase(
  superuserUrl: string,
  credentials: Credentials,
  { name, statements }: DatabaseSetup,
): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  });
  await withClient(withDatabase(superuserUrl, name), async (client) => {
    await client.query(
      `SELECT set_config($1 || '.owner_password', $2, false), set_config($1 || '.app_password', $3, false)`,
      [name, credentials.owner, credentials.app],
    );
    await client.query(statements);
  });
}
