import { Command } from 'commander';
import { RIGHT_KINDS, UndoService, type WhyKept } from '#accounts';
import { isLowerCaseUuid } from '#libs/uuid';
import { CommandFailure } from '../command-failure.js';
import { interruptible } from '../interruptible.js';
import { countUpTo } from '../count-up-to.js';
import { CLI_ACTOR } from '../service-context.js';
import type { CommandHost } from './command-host.js';
import { accounts } from './with-accounts.js';
import { PLURALS } from './load-organizations.js';

const WHY_KEPT: Readonly<Record<WhyKept, string>> = {
  signed_in: 'is of somebody who has signed in since',
  not_ours: 'was made by another hand',
  in_use: 'is used by others',
  changed: 'was changed since',
  last_owner: 'is of the last owner',
};

export function undoCommand(host: CommandHost): Command {
  return new Command('undo')
    .description('Delete the users at Clerk that one import made and nobody has used since.')
    .argument('<import>', 'as `accounts import` and `accounts status` print it')
    .option('--apply', 'do it; without it the command says what would be done')
    .option('--rate <number>', 'requests to Clerk in ten seconds', countUpTo(999_999))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nWho has signed in since stays, and is listed by the id of the older system. The digests are gone from here: load the\n' +
        'file again to import them again.\n\nExample:\n  npm run tenantry -- accounts undo 01a1…',
    )
    .action(async (id: string, options: { apply?: true; rate?: number; json?: true }) => {
      if (!isLowerCaseUuid(id)) throw new CommandFailure('That is no id.');
      const applies = options.apply ?? false;
      const { undone, gone, kept, rights } = await host.withAccounts((service) =>
        interruptible((signal) =>
          service.get(UndoService).undo(id, { applies, rate: options.rate, signal }, CLI_ACTOR),
        ),
      );
      if (options.json) {
        host.print(JSON.stringify({ applied: applies, undone, gone, kept, rights }, null, 2));
        return;
      }
      host.print(`${accounts(undone)} ${applies ? 'taken back' : 'would be taken back'}.`);
      if (gone > 0) host.print(`${accounts(gone)} had no user any more.`);
      const places = RIGHT_KINDS.filter((kind) => rights.undone[kind] > 0);
      if (places.length > 0)
        host.print(
          `With them: ${places.map((kind) => `${rights.undone[kind]} ${PLURALS[kind]}`).join(', ')}.`,
        );
      for (const { line, why } of rights.kept) host.print(`stays: line ${line} ${WHY_KEPT[why]}`);
      const why = { signed_in: 'has signed in since', not_ours: 'is not the user that the import made' };
      for (const each of kept) host.print(`stays: ${each.legacyId} ${why[each.why]}`);
      if (!applies) host.print('Nothing was changed. To do it: --apply');
    });
}
