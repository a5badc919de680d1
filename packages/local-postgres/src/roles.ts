import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Credentials } from './credentials.js';
import { withClient } from './connection.js';
import { withDatabase } from './database-url.js';

/** The one database of the service. */
export const DATABASE = 'tenantry';
export const OWNER_ROLE = 'tenantry_owner';
export const APP_ROLE = 'tenantry_app';

/** The statements that docker compose runs too; one file, so the two cannot drift apart. */
export const ROLES_FILE = 'docker/init-roles.sql';

/** Makes database and roles, or puts them back as they should be; run at every start. */
export async function prepareRoles(superuserUrl: string, credentials: Credentials): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  await withClient(withDatabase(superuserUrl, DATABASE), async (client) => {
    await client.query(
      `SELECT set_config('tenantry.owner_password', $1, false), set_config('tenantry.app_password', $2, false)`,
      [credentials.owner, credentials.app],
    );
    await client.query(readFileSync(rolesFile(), 'utf8'));
  });
}

/** The file lies in the project, the compiled code in its `dist`: looked for upwards from here. */
function rolesFile(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, ROLES_FILE))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`${ROLES_FILE} is missing from the project`);
    folder = parent;
  }
  return join(folder, ROLES_FILE);
}
