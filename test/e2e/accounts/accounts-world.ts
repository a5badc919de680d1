import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { UNPACED } from '../../convergence/reconcile.js';
import { CommandContext } from './command-context.js';
import { CommandProcess } from '../../support/command-process.js';
import { serviceVariables } from '../../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

/** A user as the local Clerk tells of them. */
export interface UserAtClerk {
  id: string;
  external_id: string | null;
  email_addresses: { email_address: string; verification: { status: string } | null }[];
  password_enabled: boolean;
}

/** A database, a local Clerk and a folder for files: all that the command line needs. */
export interface AccountsWorld {
  database: TestDatabase;
  clerk: ClerkEmulator;
  directory: string;
  variables: Record<string, string>;
  file(name: string, content: string | readonly object[]): string;
  /** A command as a process of its own, for what ends or speaks as one. */
  start(words: readonly string[], input?: string): CommandProcess;
  /** A command in this process, with one service for all of them. */
  accounts(words: readonly string[], input?: string): ReturnType<CommandContext['run']>;
  /** The same with `--json`: how it ended, and the fields of what it printed. */
  json(words: readonly string[]): Promise<{ code: number | null; stderr: string }>;
  context: CommandContext;
  /** The commands go on with other settings. */
  restart(change: Record<string, string>): Promise<void>;
  usersAtClerk(): UserAtClerk[];
  isPassword(userId: string, password: string): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startAccountsWorld({ enforceRateLimits = false } = {}): Promise<AccountsWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-accounts-'));
  const database = await createTestDatabase();
  const clerk = await startClerkEmulator({ port: 0, enforceRateLimits });
  const variables = {
    ...UNPACED,
    ...serviceVariables({ databaseUrl: database.url, clerk, directory }),
    LEGACY_ACCOUNTS_ENABLED: 'true',
  };
  const context = new CommandContext(variables);
  const start = (words: readonly string[], input?: string) =>
    new CommandProcess(variables, ['accounts', ...words], input);
  return {
    database,
    clerk,
    directory,
    variables,
    start,
    context,
    restart: async (change) => {
      Object.assign(variables, change);
      await context.close();
    },
    file: (name, content) => {
      const path = join(directory, name);
      const text =
        typeof content === 'string' ? content : content.map((row) => `${JSON.stringify(row)}\n`).join('');
      writeFileSync(path, text);
      return path;
    },
    accounts: (words, input) => context.run(words, input),
    json: async (words) => {
      const { code, stdout, stderr } = await context.run([...words, '--json']);
      return { code, stderr, ...(stdout === '' ? {} : (JSON.parse(stdout) as object)) };
    },
    usersAtClerk: () => clerk.control.state().users as unknown as UserAtClerk[],
    isPassword: async (userId, password) => {
      const response = await fetch(`${clerk.url}/v1/users/${userId}/verify_password`, {
        method: 'POST',
        headers: { authorization: `Bearer ${clerk.secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ password }),
      });
      return response.ok;
    },
    stop: async () => {
      await context.close();
      await clerk.stop();
      await database.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Cheap for a test, and the real form all the same. */
export const digestOf = (password: string): Promise<string> =>
  hash(password, { memoryCost: 1024, timeCost: 1, parallelism: 1 });

/** Made-up people with one digest, which is dear to make. */
export function people(count: number, digest: string): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    legacy_id: `old-${index + 1}`,
    email: `person${index + 1}@made-up.test`,
    email_verified: index % 7 !== 3,
    first_name: 'Person',
    last_name: `No ${index + 1}`,
    created_at: '2021-03-04T05:06:07Z',
    password_digest: digest,
    password_hasher: 'argon2id',
  }));
}
