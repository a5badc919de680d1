#!/usr/bin/env node
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startClerkEmulator } from './index.js';

const HELP = `A Clerk that runs on this machine, for tests and development.

Usage: clerk-emulator [options]

Options:
  --port <number>               default 4100, or CLERK_EMULATOR_PORT; 0 for any free one
  --data-dir <folder>           where keys and data are kept (default .local/clerk); "memory" keeps nothing
  --authorized-party <origin>   azp of the tokens that the page makes; may be given several times
  --webhook-url <url>           where webhooks go, signed as Svix does
  --show-keys                   print its secret keys too, as settings of an application
  -h, --help                    show this help
`;

const OPTIONS = {
  port: { type: 'string', default: process.env['CLERK_EMULATOR_PORT'] ?? '4100' },
  'data-dir': { type: 'string', default: join(process.env['TENANTRY_LOCAL_DIR'] ?? '.local', 'clerk') },
  'authorized-party': { type: 'string', multiple: true },
  'webhook-url': { type: 'string' },
  'show-keys': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Starts the local Clerk alone, until Ctrl-C. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('--port and CLERK_EMULATOR_PORT must be a port number from 0 to 65535.');
  const dataDir = values['data-dir'];
  const parties = values['authorized-party'];
  const webhookUrl = values['webhook-url'];
  const clerk = await startClerkEmulator({
    port,
    ...(dataDir === 'memory' ? {} : { dataDir }),
    ...(parties === undefined ? {} : { authorizedParties: parties }),
  });
  if (webhookUrl !== undefined)
    clerk.control.setWebhooks({ enabled: true, url: webhookUrl, secret: clerk.webhookSecret });
  console.log(`Local Clerk: ${clerk.url}`);
  console.log(`CLERK_API_URL=${clerk.url}\nCLERK_PUBLISHABLE_KEY=${clerk.publishableKey}`);
  if (values['show-keys'])
    console.log(
      `CLERK_SECRET_KEY=${clerk.secretKey}\nCLERK_WEBHOOK_SIGNING_SECRET=${clerk.webhookSecret}\n` +
        `CLERK_JWT_KEY=${JSON.stringify(clerk.jwtKey)}`,
    );
  console.log(
    dataDir === 'memory'
      ? 'Its keys and data are kept in memory; Ctrl-C stops it.'
      : `Its keys and data are kept in ${dataDir}; Ctrl-C stops it.`,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void clerk.stop().then(() => {
      process.exit(0);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = error instanceof Error ? error.message : 'unknown reason';
  if (code === 'EADDRINUSE')
    console.error('The port is taken. Stop what uses it, or give another one with --port (0 for any).');
  else if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'))
    console.error(`${reason}\nSee clerk-emulator --help.`);
  else console.error(`The local Clerk could not start: ${reason}`);
  process.exit(1);
});
