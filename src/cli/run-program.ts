import type { Command } from 'commander';
import { readSecretFiles } from '#settings';
import { closeObjectPrototype } from '../close-object-prototype.js';
import { demandRuntime } from '../process-environment.js';
import { CommandFailure } from './command-failure.js';

/** Runs a command line to its exit code: 0 on success, 1 with a sentence on stderr otherwise. */
export async function runProgram(program: Command): Promise<void> {
  // `| head` closes the pipe; what is left to say then interests nobody.
  process.stdout.on('error', () => process.exit(1));
  closeObjectPrototype();
  try {
    demandRuntime();
    readSecretFiles(process.env);
    await program.showHelpAfterError('(--help shows what there is)').parseAsync();
  } catch (error) {
    console.error(error instanceof CommandFailure ? error.message : await sentenceFor(error));
    process.exitCode = 1;
  }
}

/** Loaded when something fails: it brings the whole of HTTP along. */
async function sentenceFor(error: unknown): Promise<string> {
  const { describeStartFailure } = await import('../start-failure.js');
  return describeStartFailure(error);
}
