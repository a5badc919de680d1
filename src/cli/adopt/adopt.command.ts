import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { systemScope } from '#auth';
import { AppError } from '#libs/http';
import { type Reconciliation, ReconciliationsService, SeedingService } from '#reconciliation';
import { CommandFailure } from '../command-failure.js';
import { checkLine } from '../check-line.js';
import { interruptible } from '../interruptible.js';
import { ProgressLine } from '../progress-line.js';
import { CLI_ACTOR, withService } from '../service-context.js';
import { checkAdoption } from './adoption-checks.js';
import { adoptionReport } from './adoption-report.js';
import { surveyOf } from './survey.js';

const ELSEWHERE_MS = 500;

interface AdoptOptions {
  readonly apply?: true;
  readonly webhookUrl?: string;
  readonly json?: true;
}

/** `adopt`: looks an existing Clerk instance over, and with `--apply` fills the empty mirror with it. */
export function adoptCommand(): Command {
  return new Command('adopt')
    .description(
      'Take over an existing Clerk instance: look it over, and with --apply fill the mirror with it.',
    )
    .option('--apply', 'fill the mirror; without it nothing is written, neither here nor at Clerk')
    .option(
      '--webhook-url <url>',
      'where Clerk delivers: sends one unsigned delivery there, which must be refused',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nStopped in the middle, or beside a service that fills it already, `adopt --apply` goes on where it was.\n' +
        'Exit codes: 0 everything fits (with --apply: and is here), 1 anything else.\n' +
        '\nExample:\n  npm run tenantry -- adopt\n  npm run tenantry -- adopt --apply',
    )
    .action(async (options: AdoptOptions) => {
      await withService(async (service) => {
        await plan(service, options);
        if (options.apply) await apply(service, options);
        else if (!options.json)
          console.log('\nNothing was written. To fill the mirror: tenantry adopt --apply');
      });
    });
}

async function plan(service: INestApplicationContext, { webhookUrl, json, apply: applies }: AdoptOptions) {
  const checks = await checkAdoption(service, webhookUrl);
  if (!json) for (const check of checks) console.log(checkLine(check));
  if (checks.some(({ status }) => status === 'fail')) {
    if (json) console.log(JSON.stringify({ ok: false, checks }, null, 2));
    throw new CommandFailure('This instance cannot be adopted as it is configured. Nothing was written.');
  }
  if (applies) return;
  const line = new ProgressLine('');
  const survey = await surveyOf(service, (done, total) => {
    line.show(done, total, 'looked at');
  }).finally(() => {
    line.end();
  });
  console.log(json ? JSON.stringify({ ok: true, checks, ...survey }, null, 2) : adoptionReport(survey));
}

async function apply(service: INestApplicationContext, { json }: AdoptOptions): Promise<void> {
  const seeding = service.get(SeedingService);
  const wasSeeded = await seeding.isSeeded();
  const run = wasSeeded ? null : await seed(service);
  if (json) {
    console.log(
      JSON.stringify({ isSeeded: true, added: run?.drift?.total ?? 0, run: run?.id ?? null }, null, 2),
    );
  } else if (run === null) {
    console.log(
      `\nThe mirror ${wasSeeded ? 'was filled before' : 'was filled by the service'}. What differs since: tenantry reconcile plan`,
    );
  } else {
    const { user, organization, membership, invitation } = run.drift ?? {};
    console.log(
      `\nThe mirror is filled: ${user?.missing ?? 0} people, ${organization?.missing ?? 0} organizations, ` +
        `${membership?.missing ?? 0} memberships, ${invitation?.missing ?? 0} invitations were added.`,
    );
  }
}

/** @returns the run that this process ended; null when another process did */
async function seed(service: INestApplicationContext): Promise<Reconciliation | null> {
  const line = new ProgressLine('');
  try {
    return await interruptible((signal) => seedOrWait(service, line, signal));
  } finally {
    line.end();
  }
}

async function seedOrWait(
  service: INestApplicationContext,
  line: ProgressLine,
  signal: AbortSignal,
): Promise<Reconciliation | null> {
  const seeding = service.get(SeedingService);
  for (;;) {
    try {
      const run = await seeding.seed(CLI_ACTOR, {
        signal,
        onProgress: ({ phase, done, total }) => {
          line.show(done, total, phase);
        },
      });
      if (run.status === 'failed') throw failure(run);
      return run;
    } catch (error) {
      // The service that runs does it already, or a process that died is not given up yet.
      if (!(error instanceof AppError) || error.code !== 'reconciliation_running') throw error;
      await sleep(ELSEWHERE_MS, undefined, { signal }).catch(() => {
        signal.throwIfAborted();
      });
      if (await seeding.isSeeded()) return null;
      const [latest] = await service.get(ReconciliationsService).list(systemScope('reconciliation'), null, 1);
      const walks = Object.values(latest?.progress ?? {});
      const sum = (of: (walk: (typeof walks)[number]) => number) =>
        walks.reduce((total, walk) => total + of(walk), 0);
      line.show(
        sum(({ seeded = 0 }) => seeded),
        sum(({ told }) => told),
        'seeded by another process',
      );
    }
  }
}

function failure({ id, error }: Reconciliation): CommandFailure {
  return new CommandFailure(
    `The mirror could not be filled (${error ?? 'unknown'}); \`reconcile show ${id}\` says more, and the same command tries again.`,
  );
}
