import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSetup } from '@tenantry/local-postgres';

/** The statements that docker compose runs too, so that the two cannot drift apart: the roles, and a cluster of our own. */
export const ROLES_FILES = ['docker/init-roles.sql', 'docker/own-cluster.sql'] as const;

/** The database and the roles of the service, for a PostgreSQL that is started for it. */
export function databaseSetup(): DatabaseSetup {
  return {
    name: 'tenantry',
    ownerRole: 'tenantry_owner',
    appRole: 'tenantry_app',
    statements: ROLES_FILES.map((file) => readFileSync(fileOf(file), 'utf8')).join('\n'),
  };
}

/** The file lies in the project, the compiled code in its `dist`: looked for upwards from here. */
function fileOf(file: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, file))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`${file} is missing from the project`);
    folder = parent;
  }
  return join(folder, file);
}
