import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/free-port.js';
import { variablesOf } from '../../support/service-variables.js';
import { until } from '../../support/test-app.js';
import type { SignInWorld } from './sign-in-world.js';

const MAIN = fileURLToPath(new URL('../../../dist/bundle/main.js', import.meta.url));

/** Another replica that people sign in at, which can be killed as a machine kills it. */
export async function startKillableReplica(
  world: SignInWorld,
): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...variablesOf(world),
      // Of people who are not at Clerk yet, too.
      LEGACY_ACCOUNTS_ENABLED: 'true',
      ACCOUNT_SIGN_IN_ENABLED: 'true',
      CLERK_BREAKER_COOLDOWN_SECONDS: '0',
      ROLE: 'api',
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await until('the replica is ready', async () => {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.ok === true;
  });
  return { child, url };
}
