import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import type { TestDatabase } from './test-database.js';

/** A process of another version of the service, on the same database and at the same Clerk. */
export interface NewerVersion {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/**
 * Upgrades under a service that runs: migrates its database with the newer version, and starts a process of that beside.
 *
 * @param folder a working copy that is built
 * @param variables those of the service that runs
 */
export async function upgradeBeside(
  folder: string,
  database: TestDatabase,
  variables: Readonly<Record<string, string>>,
): Promise<NewerVersion> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-newer-'));
  const port = await freePort();
  const env = {
    PATH,
    NODE_COMPILE_CACHE,
    ...variables,
    ROLE: 'all',
    TENANTRY_DATA_DIR: directory,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  await promisify(execFile)(process.execPath, [join(folder, 'dist/bundle/migrate.js')], {
    env: { ...env, DATABASE_ADMIN_URL: database.adminUrl },
  });
  const child = spawn(process.execPath, [join(folder, 'dist/bundle/main.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (text) => (said += String(text)));
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await sleep(50);
  }
  throw new Error(`the newer version did not get ready: ${said}`);
}
