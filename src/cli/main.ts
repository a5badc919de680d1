/**
 * The operator's command line: `npm run tenantry -- <command>`. One file per command; each prints its result on stdout
 * and everything else on stderr, and ends with 0 only on success.
 */
import { Command } from 'commander';
import { adoptCommand } from './adopt/adopt.command.js';
import { auditCommand } from './audit.command.js';
import { certificateCommand } from './certificate.command.js';
import { databaseCommand } from './database/roles.command.js';
import { doctorCommand } from './doctor.command.js';
import { keysCommand } from './keys.command.js';
import { newCommand } from './new-module/new.command.js';
import { permissionsCommand } from './permissions.command.js';
import { privacyCommand } from './privacy.command.js';
import { reconcileCommand } from './reconcile.command.js';
import { runProgram } from './run-program.js';
import { signInPolicyCommand } from './sign-in-policy.command.js';
import { scheduleCommand } from './schedule.command.js';
import { tokenCommand } from './token.command.js';
import { webhooksCommand } from './webhooks.command.js';
import { usageCommand } from './usage.command.js';
import { packageVersion } from './package-version.js';

await runProgram(
  new Command('tenantry')
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
    )
    .addCommand(adoptCommand())
    .addCommand(auditCommand())
    .addCommand(certificateCommand())
    .addCommand(databaseCommand())
    .addCommand(doctorCommand())
    .addCommand(keysCommand())
    .addCommand(newCommand())
    .addCommand(permissionsCommand())
    .addCommand(privacyCommand())
    .addCommand(reconcileCommand())
    .addCommand(tokenCommand())
    .addCommand(usageCommand())
    .addCommand(scheduleCommand())
    .addCommand(signInPolicyCommand())
    .addCommand(webhooksCommand()),
);
