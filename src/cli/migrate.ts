/** `npm run migrate`: brings the database up to date, as the owner role in `DATABASE_ADMIN_URL`. */
import { Command } from 'commander';
import { parseMigrationUrl } from '#settings';
import { migrate } from '#libs/database';
import { migrations } from '#migrations';
import { isProduction } from '../process-environment.js';
import { findRunningStack } from './running-stack.js';
import { runProgram } from './run-program.js';

await runProgram(
  new Command('migrate')
    .description(
      'Apply the migrations that the database has not seen, each in a transaction of its own. Two at once are safe.',
    )
    .option('--json', 'print {applied: [...]} instead')
    .addHelpText(
      'after',
      '\nDATABASE_ADMIN_URL names the database and its owner role (the service itself runs as another one).\n' +
        'Unset outside production, the database of a running npm start is meant.\n' +
        '\nExamples:\n' +
        '  DATABASE_ADMIN_URL=postgres://owner:…@db:5432/tenantry npm run migrate\n' +
        '  npm run --silent migrate -- --json',
    )
    .action(async ({ json }: { json?: true }) => {
      const applied = await migrate(adminUrl(), migrations);
      if (json) console.log(JSON.stringify({ applied }));
      else console.log(describe(applied));
    }),
);

function adminUrl(): string {
  const running = isProduction() ? undefined : findRunningStack();
  const known = process.env['DATABASE_ADMIN_URL']?.trim() || running?.databaseAdminUrl;
  return parseMigrationUrl({ ...process.env, DATABASE_ADMIN_URL: known ?? undefined });
}

function describe(applied: readonly string[]): string {
  if (applied.length === 0) return 'Nothing to do: the database has every migration.';
  const names = applied.map((name) => `  ${name}`).join('\n');
  return `Applied ${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'}:\n${names}`;
}
