import { Command } from 'commander';
import { type CommandHost, PROCESS_HOST } from './command-host.js';
import { importCommand } from './import.command.js';
import { invitesCommand } from './invites.command.js';
import { loadCommand } from './load.command.js';
import { retireCommand } from './retire.command.js';
import { statusCommand } from './status.command.js';
import { sweepCommand } from './sweep.command.js';
import { undoCommand } from './undo.command.js';

/** `accounts load|import|undo|sweep|status|retire|invites`: accounts of an older system on their way to Clerk, and codes to sign up with. */
export function accountsCommand(host: CommandHost = PROCESS_HOST): Command {
  return new Command('accounts')
    .description('Move the accounts of an older system to Clerk, and invite people to sign up.')
    .addCommand(loadCommand(host))
    .addCommand(importCommand(host))
    .addCommand(undoCommand(host))
    .addCommand(invitesCommand(host))
    .addCommand(sweepCommand(host))
    .addCommand(statusCommand(host))
    .addCommand(retireCommand(host));
}
