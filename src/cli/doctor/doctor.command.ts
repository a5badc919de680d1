import { Command } from 'commander';
import { isProduction } from '../../process-environment.js';
import { findRunningStack } from '../running-stack.js';
import { ok, warn, type CheckResult } from './check.js';
import { checkClerk } from './clerk.check.js';
import { checkDataDirectory } from './data-directory.check.js';
import { checkDatabase } from './database.check.js';
import { checkEnvironment } from './environment.check.js';
import { effectiveSettings } from './effective-settings.js';
import { reportLine } from './report.js';

/** `doctor`: would the service be safe to start with these settings? */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check the settings, the database, Clerk and the data folder without starting anything.')
    .option('--json', 'print {ok, checks: [{name, status, detail, advice?}]} instead')
    .addHelpText(
      'after',
      '\nWhat is unset outside production is taken from a running npm start. Nothing is changed, no value is printed.\n' +
        'Exit code 0: nothing fails (there may be warnings). Exit code 1: something does.\n' +
        '\nExamples:\n' +
        '  npm run tenantry -- doctor\n' +
        '  NODE_ENV=production npm run --silent tenantry -- doctor --json',
    )
    .action(async ({ json }: { json?: true }) => {
      const checks = await examine();
      const isHealthy = checks.every(({ status }) => status !== 'fail');
      if (json) console.log(JSON.stringify({ ok: isHealthy, checks }, null, 2));
      else for (const check of checks) console.log(reportLine(check));
      process.exitCode = isHealthy ? 0 : 1;
    });
}

async function examine(): Promise<CheckResult[]> {
  const settings = effectiveSettings();
  const { results, isUsable } = checkEnvironment(settings);
  const [database, clerk] = await Promise.all([
    isUsable('DATABASE_URL') ? checkDatabase(String(settings['DATABASE_URL'])) : [],
    isUsable('CLERK_SECRET_KEY') && isUsable('CLERK_JWT_KEY') && isUsable('CLERK_API_URL')
      ? checkClerk(settings)
      : [],
  ]);
  const directory = isUsable('TENANTRY_DATA_DIR')
    ? [checkDataDirectory(String(settings['TENANTRY_DATA_DIR']))]
    : [];
  return [...results, ...localStack(results), ...database, ...clerk, ...directory, ...signInPolicy()];
}

/** Whoever owns the platform and has no second factor gets nowhere at the first start. */
function signInPolicy(): CheckResult[] {
  if (!isProduction()) return [];
  return [
    ok(
      'sign-in policy',
      'unless another one is set, staff of the platform need a second factor (sign-in-policy show|reset)',
    ),
  ];
}

/** Without a running local stack there is nothing to fall back to; that is worth a word when something is missing. */
function localStack(results: readonly CheckResult[]): CheckResult[] {
  const isMissing = results.some(({ detail }) => detail.endsWith('is missing'));
  if (!isMissing || isProduction() || findRunningStack() !== undefined) return [];
  return [
    warn(
      'local stack',
      'does not run',
      'npm start fills in what is missing; run the doctor again beside it.',
    ),
  ];
}
