import { Command } from 'commander';
import type { DoctorReport } from '#health';
import { type CheckResult, examine, readSettings, warn } from '../doctor/index.js';
import { isProduction } from '../process-environment.js';
import { checkLine } from './check-line.js';
import { effectiveSettings } from './effective-settings.js';
import { keyLine } from './key-line.js';
import { findRunningStack } from './running-stack.js';
import { withService } from './service-context.js';

interface DoctorOptions {
  readonly production?: true;
  readonly webhookUrl?: string;
  readonly json?: true;
}

/** `doctor`: would the service be safe to run with these settings? */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Check the settings, the database, Clerk and the data folder, and what the service knows of itself.',
    )
    .option(
      '--production',
      'hold everything to the rules of production, whatever NODE_ENV and TENANTRY_ENV say',
    )
    .option(
      '--webhook-url <url>',
      'where Clerk delivers: sends one signed delivery there, and one that is forged',
    )
    .option(
      '--json',
      'print {ok, checks: [{name, status, detail, advice?}], keys: [{name, fingerprint, since, rotation}]} instead',
    )
    .addHelpText(
      'after',
      '\nWhat is unset outside production is taken from a running npm start. Nothing is changed, no value is printed.\n' +
        'Exit code 0: nothing fails (there may be warnings). Exit code 1: something does.\n' +
        '\nExamples:\n' +
        '  npm run tenantry -- doctor\n' +
        '  npm run --silent tenantry -- doctor --production --json',
    )
    .action(async ({ production, webhookUrl, json }: DoctorOptions) => {
      if (production) Object.assign(process.env, { NODE_ENV: 'production', TENANTRY_ENV: 'production' });
      const { checks, keys } = await report(webhookUrl);
      const isHealthy = checks.every(({ status }) => status !== 'fail');
      if (json) console.log(JSON.stringify({ ok: isHealthy, checks, keys }, null, 2));
      else for (const line of [...checks.map(checkLine), '', ...keys.map(keyLine)]) console.log(line);
      process.exitCode = isHealthy ? 0 : 1;
    });
}

async function report(webhookUrl: string | undefined): Promise<DoctorReport> {
  const { settings, results } = readSettings(effectiveSettings());
  const isReadable = results.every(({ status }) => status !== 'fail');
  const found = await examine({
    settings,
    webhookUrl,
    withService: isReadable
      ? (work) => withService((service) => work((type) => service.get(type, { strict: false })))
      : undefined,
  });
  return { checks: [...results, ...localStack(results), ...found.checks], keys: found.keys };
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
