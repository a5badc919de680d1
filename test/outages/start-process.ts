import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.js';
import { variablesOf } from '../support/service-variables.js';
import type { Answer, Scene } from './outage-request.js';

const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
const MAX_MS = 60_000;

/**
 * Starts another process of the service through the same proxies, and ends it again.
 *
 * @returns 200 when it became ready; its exit code, with what it said on stderr as the code, when it ended by itself; else 0
 */
export async function startProcess({ world, fault }: Scene): Promise<Answer> {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-start-'));
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...variablesOf(world, world.environment.databaseUrl),
      CLERK_API_URL: world.environment.clerk.apiUrl,
      ROLE: 'api',
      TENANTRY_DATA_DIR: fault.startsWith('D.') ? world.environment.dataDir : directory,
      TENANTRY_LOCAL_DIR: join(directory, 'local'),
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const started = performance.now();
  const told = (status: number, code?: string): Answer => ({
    status,
    code,
    retryAfter: null,
    body: undefined,
    ms: performance.now() - started,
  });
  try {
    while (performance.now() - started < MAX_MS) {
      if (child.exitCode !== null) return told(child.exitCode, said.trim());
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      await ready?.arrayBuffer();
      if (ready?.ok === true) return told(200);
      await sleep(50);
    }
    return told(0, said.trim());
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
}
