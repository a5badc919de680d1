/**
 * A program that starts the embedded database and waits for orders on its standard input, so that specs can run it under
 * another account, in another folder, and kill it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type DatabaseSetup,
  LocalPostgresError,
  startLocalPostgres,
  type LocalPostgresOptions,
} from '@tenantry/local-postgres';

function say(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Not by `src/local`, which is not in the copies that run under other accounts. */
const database: DatabaseSetup = {
  name: 'tenantry',
  ownerRole: 'tenantry_owner',
  appRole: 'tenantry_app',
  statements: readFileSync(join(import.meta.dirname, '../../docker/init-roles.sql'), 'utf8'),
};

const options = JSON.parse(process.argv[2] ?? '{}') as Omit<LocalPostgresOptions, 'database'>;
try {
  const startedAt = performance.now();
  const postgres = await startLocalPostgres({
    ...options,
    database,
    onNotice: (notice) => {
      say({ notice });
    },
    onUnexpectedExit: (givenUp) => {
      say({ givenUp });
    },
  });
  const { port, pid, url, adminUrl, superuserUrl } = postgres;
  say({ ready: { port, pid, url, adminUrl, superuserUrl, took: performance.now() - startedAt } });
  for await (const order of createInterface({ input: process.stdin })) {
    if (order === 'stop') await postgres.stop();
    if (order === 'stopSync') postgres.stopSync();
    if (order === 'exit') process.exit(0);
    say({ done: order });
  }
} catch (error) {
  if (!(error instanceof LocalPostgresError)) throw error;
  say({ failed: { fault: error.fault, message: error.message } });
}
