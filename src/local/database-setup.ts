import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSetup } from '@tenantry/local-postgres';

/** The statements that docker compose runs too; one file, so the two cannot drift apart. */
export const ROLES_FILE = 'docker/init-roles.sql';

/** The database and the roles of the service, for a PostgreSQL that is started for it. */
export function databaseSetup(): DatabaseSetup {
  return {
    name: 'tenantry',
    ownerRole: 'tenantry_owner',
    appRole: 'tenantry_app',
    statements: readFileSync(rolesFile(), 'utf8'),
  };
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
