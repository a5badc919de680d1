import { Command } from 'commander';
import { CommandFailure } from './command-failure.js';
import { withService } from './service-context.js';

/** `privacy …`: what an operator does for people's rights. */
export function privacyCommand(): Command {
  return new Command('privacy')
    .description('Look after privacy.')
    .helpCommand(false)
    .addCommand(
      new Command('restore-check')
        .description('After a restore: look for people who were erased and are here again.')
        .option('--json', 'print {returned, emptied} instead')
        .action(async ({ json }: { json?: true }) => {
          const { Returners } = await import('#privacy');
          const { returned, emptied } = await withService(async (service) => {
            const returners = service.get(Returners, { strict: false });
            return { returned: await returners.find(), emptied: await returners.emptyLateDeliveries() };
          });
          if (json) console.log(JSON.stringify({ returned, emptied }));
          else console.log(`${String(emptied)} late deliveries emptied`);
          if (returned.length > 0)
            throw new CommandFailure(
              `Erased people are here again; erase them anew before the service starts: ${returned.join(', ')}`,
            );
        }),
    );
}
