import { Command } from 'commander';
import { type Invite, InvitesService } from '#accounts';
import { countUpTo } from '../count-up-to.js';
import { CLI_ACTOR } from '../service-context.js';
import type { CommandHost } from './command-host.js';

/** `accounts invites create|list|end`: codes without which nobody signs up by this service. */
export function invitesCommand(host: CommandHost): Command {
  return new Command('invites')
    .description('Make, list and end the invite codes that people sign up with.')
    .addCommand(createCommand(host))
    .addCommand(listCommand(host))
    .addCommand(endCommand(host));
}

function createCommand(host: CommandHost): Command {
  return new Command('create')
    .description('Make a code; it is shown this once, and only its digest is kept.')
    .option('--uses <number>', 'how many accounts may come of it', countUpTo(999_999), 1)
    .option('--days <number>', 'for how many days it holds', countUpTo(999_999), 14)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npm run tenantry -- accounts invites create --uses 25 --days 7')
    .action(async ({ uses, days, json }: { uses: number; days: number; json?: true }) => {
      const invite = await host.withSignIn((service) =>
        service.get(InvitesService).create({ uses, days }, CLI_ACTOR),
      );
      const { id, code, expiresAt } = invite;
      host.print(
        json
          ? JSON.stringify(invite, null, 2)
          : `${code}\n\nFor ${uses === 1 ? '1 account' : `${uses} accounts`} until ${expiresAt.toISOString()}. It is not shown again.\nTo end it before: tenantry accounts invites end ${id}`,
      );
    });
}

function listCommand(host: CommandHost): Command {
  return new Command('list')
    .description('List the newest 200, without their codes.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const invites = await host.withSignIn((service) => service.get(InvitesService).list());
      if (json) host.print(JSON.stringify(invites, null, 2));
      else host.print(invites.length === 0 ? 'There are none.' : invites.map(lineOf).join('\n'));
    });
}

function endCommand(host: CommandHost): Command {
  return new Command('end')
    .description('End a code before its time. Who has begun with it may finish.')
    .argument('<id>', 'which `accounts invites list` names')
    .action(async (id: string) => {
      await host.withSignIn((service) => service.get(InvitesService).end(id, CLI_ACTOR));
      host.print(`${id} has ended.`);
    });
}

function lineOf({ id, uses, taken, expiresAt, endedAt }: Invite): string {
  const end = endedAt === null ? `until ${expiresAt.toISOString()}` : `ended ${endedAt.toISOString()}`;
  return `${id}  ${taken} of ${uses} taken, ${end}`;
}
