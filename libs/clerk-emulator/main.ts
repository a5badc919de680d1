import { join } from 'node:path';
import { startClerkEmulator } from './index.js';

const port = Number(process.env['CLERK_EMULATOR_PORT'] ?? 4100);
const dataDir = join(process.env['TENANTRY_LOCAL_DIR'] ?? '.local', 'clerk');

/** Starts the local Clerk alone, until Ctrl-C. */
async function main(): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('CLERK_EMULATOR_PORT must be a port number from 0 to 65535.');
  }
  const clerk = await startClerkEmulator({ port, dataDir });
  console.log(`Local Clerk: ${clerk.url}`);
  console.log(`Its keys and data are kept in ${dataDir}; Ctrl-C stops it.`);
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
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = error instanceof Error ? error.message : 'unknown reason';
  console.error(
    taken
      ? `Port ${port} is taken. Stop what uses it, or set CLERK_EMULATOR_PORT to another port (0 for any).`
      : `The local Clerk could not start: ${reason}`,
  );
  process.exit(1);
});
