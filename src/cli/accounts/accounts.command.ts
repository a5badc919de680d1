import { Command } from 'commander';
import { type CommandHost, PROCESS_HOST } from './command-host.js';
import { importCommand } from './import.command.js';
import { loadCommand } from './load.command.js';
import { retireCommand } from './retire.command.js';
import { statusCommand } from './status.command.js';
import { sweepCommand } from './sweep.command.js';
import { undoCommand } from './undo.command.js';

/** `accounts load|import|undo|sweep|status|retire`: accounts of an older system on their way to Clerk. */
export function accountsCommand(host: CommandHost = PROCESS_HOST): Command {
  return new Command('accounts')
    .description('Move the accounts of an older system to Clerk.')
    .addCommand(loadCommand(host))
    .addCommand(importCommand(host))
    .addCommand(undoCommand(host))
    .addCommand(sweepCommand(host))
    .addCommand(statusCommand(host))
    .addCommand(retireCommand(host));
}
