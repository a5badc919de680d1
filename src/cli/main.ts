/**
 * The operator's command line: `npm run tenantry -- <command>`. One file per command; each prints its result on stdout
 * and everything else on stderr, and ends with 0 only on success. Only the code of the command that is wanted is loaded:
 * all of it takes seconds.
 */
import { Command } from 'commander';
import { COMMANDS } from './commands.js';
import { packageVersion } from './package-version.js';
import { runProgram } from './run-program.js';

const program = new Command('tenantry')
  .description('Look after Tenantry from the command line.')
  .version(packageVersion(), '-V, --version', 'print the version')
  .helpOption('-h, --help', 'show this help')
  .helpCommand('help [command]', 'show the help of a command')
  .addHelpText(
    'after',
    '\nExamples:\n' +
      '  npm run tenantry -- doctor\n' +
      '  TOKEN=$(npm run --silent tenantry -- token mark@harbour.test)\n' +
      '\nApply migrations with: npm run migrate',
  );

/** The first word that is no option; behind `help`, the one after it. */
const wanted = process.argv.slice(2).find((word) => !word.startsWith('-') && word !== 'help');
for (const { name, description, load } of COMMANDS)
  program.addCommand(name === wanted ? await load() : new Command(name).description(description));

await runProgram(program);
