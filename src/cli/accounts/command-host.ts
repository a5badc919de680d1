import type { INestApplicationContext } from '@nestjs/common';
import { text } from 'node:stream/consumers';
import { withAccounts, withSignIn } from './with-accounts.js';

/** What a command of accounts works with, and where it says what it found. */
export interface CommandHost {
  withAccounts<T>(work: (service: INestApplicationContext) => Promise<T>): Promise<T>;
  /** The same, where people sign in by this service. */
  withSignIn<T>(work: (service: INestApplicationContext) => Promise<T>): Promise<T>;
  /** A result: a line of it. */
  print(line: string): void;
  /** All of standard input. */
  input(): Promise<string>;
}

/** The process of the command line: a service of its own for each command. */
export const PROCESS_HOST: CommandHost = {
  withAccounts,
  withSignIn,
  print: (line) => {
    console.log(line);
  },
  input: () => {
    if (process.stdin.isTTY) console.error('Password of the canary, then Ctrl-D:');
    return text(process.stdin);
  },
};
