import { Command } from 'commander';
import { type SweepPlan, SweepService } from '#accounts';
import { interruptible } from '../interruptible.js';
import { countUpTo } from '../count-up-to.js';
import { CLI_ACTOR } from '../service-context.js';
import type { CommandHost } from './command-host.js';

export function sweepCommand(host: CommandHost): Command {
  return new Command('sweep')
    .description('Find what imports left on one side only, and with --apply mend it.')
    .option('--apply <hash>', 'carry out the plan with this hash')
    .option('--force', 'release the safety threshold: more than 5 % or 50 accounts are gone at Clerk')
    .option('--rate <number>', 'requests to Clerk in ten seconds', countUpTo(999_999))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npm run tenantry -- accounts sweep\n  npm run tenantry -- accounts sweep --apply 4f1c…',
    )
    .action(async (options: { apply?: string; force?: true; rate?: number; json?: true }) => {
      const plan = await host.withAccounts((service) => {
        const sweep = service.get(SweepService);
        const { apply: hash, rate, force = false } = options;
        if (hash === undefined) return sweep.plan(rate);
        return interruptible((signal) => sweep.apply(hash, { force, rate, signal }, CLI_ACTOR));
      });
      const applied = options.apply !== undefined;
      host.print(options.json ? JSON.stringify({ applied, ...plan }, null, 2) : sweepText(plan, applied));
    });
}

function sweepText({ hash, counts, atClerk, onlyAtClerk, isHeld }: SweepPlan, applied: boolean): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `at Clerk: ${atClerk}, of them ${onlyAtClerk} without an account of the older system`,
    `made, not written back: ${counts.not_written_back}`,
    `at Clerk meanwhile: ${counts.at_clerk_meanwhile}`,
    `gone at Clerk: ${counts.gone_at_clerk}`,
    `without an external id at Clerk: ${counts.without_external_id}`,
    `different on both sides, for people to decide: ${counts.different}`,
    ...(applied
      ? ['All but what people have to decide was mended.']
      : [
          ...(isHeld ? ['The safety threshold holds this plan; --force releases it.'] : []),
          total === 0 ? 'Nothing is to be mended.' : `To mend it: tenantry accounts sweep --apply ${hash}`,
        ]),
  ].join('\n');
}
