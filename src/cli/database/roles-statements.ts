import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../project-folder.js';
import { scramVerifier } from './scram-verifier.js';

/** Passwords in clear; what is left out stays as it is in the database. */
export interface RolePasswords {
  readonly owner: string | undefined;
  readonly app: string | undefined;
}

/**
 * The SQL that makes the roles of the database or puts them back as they should be, in one transaction. Any client can
 * run it; of a password it holds the verifier alone.
 */
export function rolesStatements({ owner, app }: RolePasswords): string {
  const passwords = [
    owner === undefined ? '' : `SET LOCAL tenantry.owner_password = '${scramVerifier(owner)}';\n`,
    app === undefined ? '' : `SET LOCAL tenantry.app_password = '${scramVerifier(app)}';\n`,
  ];
  const roles = readFileSync(join(projectFolder(), 'docker/init-roles.sql'), 'utf8');
  return `BEGIN;\n${passwords.join('')}${roles}COMMIT;\n`;
}
