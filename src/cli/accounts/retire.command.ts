import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { COMFORTABLE_DAYS, type Comfort, RetireService, type RetirementPlan } from '#accounts';
import { CommandFailure } from '../command-failure.js';
import { CLI_ACTOR } from '../service-context.js';
import type { CommandHost } from './command-host.js';
import { accounts } from './with-accounts.js';

export function retireCommand(host: CommandHost): Command {
  return new Command('retire')
    .description('Remove the digests, the TOTP secrets and the old path for good, with a signed report.')
    .option('--dry-run', 'say what would be removed; the default')
    .option('--apply', 'do it; it cannot be taken back')
    .option(
      '--force',
      `although accounts wait, or somebody came without a Clerk id in the last ${COMFORTABLE_DAYS} days`,
    )
    .option('--out <file>', 'write the signed report there, too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe report is signed as certificates of erasure are, and checked as they are: tenantry certificate verify.\n' +
        '\nExample:\n  npm run tenantry -- accounts retire\n  npm run tenantry -- accounts retire --apply --out retirement.json',
    )
    .action(async (options: { dryRun?: true; apply?: true; force?: true; out?: string; json?: true }) => {
      if (options.apply && options.dryRun) throw new CommandFailure('Either --dry-run or --apply.');
      await host.withAccounts(async (service) => {
        const retire = service.get(RetireService);
        if (!options.apply) {
          const plan = await retire.plan();
          host.print(options.json ? JSON.stringify(plan, null, 2) : planText(plan));
          return;
        }
        const signed = await retire.retire({ force: options.force ?? false }, CLI_ACTOR);
        const text = JSON.stringify(signed, null, 2);
        if (options.out !== undefined) await writeFile(options.out, `${text}\n`, { flag: 'wx' });
        host.print(options.json ? text : appliedText(signed.document.removed, options.out));
      });
    });
}

type Removed = RetirementPlan['report']['removed'];

function planText({ comfort, report }: RetirementPlan): string {
  return [
    `Would be removed: ${removedText(report.removed)}.`,
    ...(report.withoutUser > 0
      ? [`${accounts(report.withoutUser)} without a user at Clerk: their people could not sign in any more.`]
      : []),
    comfortText(comfort),
    comfort.isReached ? 'To do it: tenantry accounts retire --apply' : 'Before that only --force does it.',
  ].join('\n');
}

function appliedText(removed: Removed, file: string | undefined): string {
  return [
    `Removed: ${removedText(removed)}.`,
    file === undefined
      ? 'The signed report: tenantry accounts status --json'
      : `The signed report: ${file}; tenantry certificate verify checks it.`,
  ].join('\n');
}

function removedText({ digests, totpSecrets, furtherIdentifiers }: Removed): string {
  return `${digests} digests, ${totpSecrets} TOTP secrets, ${furtherIdentifiers} sets of further identifiers`;
}

/** A sentence of whether it is time. */
export function comfortText({ isReached, from, why }: Comfort): string {
  if (isReached) return 'The comfortable window is reached: nobody needs the old path.';
  return why === 'accounts_wait'
    ? 'The comfortable window is not reached: accounts wait to be moved.'
    : `The comfortable window is reached on ${from ?? ''}, if nobody signs in without a Clerk id meanwhile.`;
}
