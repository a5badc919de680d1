import { Command } from 'commander';
import { postgresUrl, Refusal } from '#libs/config';
import { readSecretFile } from '#settings';
import { CommandFailure } from '../command-failure.js';
import { applyRoles } from './apply-roles.js';
import { rolesStatements } from './roles-statements.js';

interface RolesOptions {
  readonly ownerPasswordFile?: string;
  readonly appPasswordFile?: string;
  readonly apply?: true;
  readonly urlFile?: string;
}

/** `database …`: the database before the service is there. */
export function databaseCommand(): Command {
  return new Command('database')
    .description('Prepare a PostgreSQL for the service.')
    .helpCommand(false)
    .addCommand(rolesCommand());
}

function rolesCommand(): Command {
  return new Command('roles')
    .description(
      'Print the SQL that makes the roles of the database, or run it. PostgreSQL 16 or newer, a superuser or not.',
    )
    .option('--owner-password-file <file>', 'holds the password for tenantry_owner; without it, it stays')
    .option('--app-password-file <file>', 'holds the password for tenantry_app; without it, it stays')
    .option('--apply', 'run it, in the database that --url-file or PGHOST, PGUSER, PGDATABASE … name')
    .option(
      '--url-file <file>',
      'holds postgres://role:password@host:port/database of whoever makes the roles',
    )
    .addHelpText(
      'after',
      '\nWhoever runs it is a superuser, or has CREATEROLE and CREATEDB and owns the database, as the master of a managed\n' +
        'PostgreSQL does once it said CREATE DATABASE tenantry. May be run again at any time. Nothing outside that database\n' +
        'is changed but the roles tenantry_owner, tenantry_app and tenantry_access. Of a password only the SCRAM verifier\n' +
        'leaves this process.\n' +
        '\nExamples:\n' +
        '  openssl rand -hex 24 > owner.txt; openssl rand -hex 24 > app.txt\n' +
        '  npm run --silent tenantry -- database roles --owner-password-file owner.txt --app-password-file app.txt > roles.sql\n' +
        '  npm run --silent tenantry -- database roles --owner-password-file owner.txt --app-password-file app.txt \\\n' +
        '    --apply --url-file master.txt',
    )
    .action(async ({ ownerPasswordFile, appPasswordFile, apply, urlFile }: RolesOptions) => {
      const owner = passwordIn('--owner-password-file', ownerPasswordFile);
      const app = passwordIn('--app-password-file', appPasswordFile);
      if (owner !== undefined && owner === app)
        throw new CommandFailure(
          'Both files hold the same password: the running service would be the owner of its tables.',
        );
      const statements = rolesStatements({ owner, app });
      if (!apply) {
        process.stdout.write(statements);
        return;
      }
      const { database, postgres } = await applyRoles(urlIn(urlFile), statements);
      console.log(
        `The roles stand in the database ${database} (PostgreSQL ${postgres}): tenantry_owner for DATABASE_ADMIN_URL,\n` +
          'tenantry_app for DATABASE_URL. Next: npm run migrate',
      );
    });
}

/** A password that stands in an address as well, where it is easily guessed when it is short. */
function passwordIn(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const password = contentsOf(option, file);
  if (!/^[\x21-\x7e]{16,256}$/.test(password))
    throw new CommandFailure(
      `The file of ${option} holds no password: 16 to 256 letters, digits and signs of ASCII without spaces, such as openssl rand -hex 24 prints.`,
    );
  return password;
}

function urlIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const url = postgresUrl(contentsOf('--url-file', file));
  if (url instanceof Refusal) throw new CommandFailure(`What the file of --url-file holds ${url.reason}.`);
  return url;
}

function contentsOf(option: string, file: string): string {
  const found = readSecretFile(file);
  if ('problem' in found) throw new CommandFailure(`${option} ${found.problem}.`);
  return found.text;
}
