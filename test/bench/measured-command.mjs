import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { memoryOf, ownProcessorSeconds } from './process-figures.mjs';

/** Small enough for what grows to show. */
const HEAP = '--max-semi-space-size=16 --max-old-space-size=160';

/**
 * Settings of a command on a database and at a local Clerk.
 *
 * @param {{ databaseUrl: string, clerk: any, directory: string, rateLimit: number }} parts rateLimit: requests in ten
 *   seconds that Clerk allows
 */
export function commandEnvironment({ databaseUrl, clerk, directory, rateLimit }) {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    NODE_OPTIONS: HEAP,
    DATABASE_URL: databaseUrl,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    CLERK_INSTANCE_ID: clerk.instanceId,
    CLERK_API_URL: clerk.url,
    CLERK_RATE_LIMIT: String(rateLimit),
    TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
    TENANTRY_SIGNING_KEY: generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    TENANTRY_DATA_DIR: join(directory, 'data'),
    TENANTRY_LOCAL_DIR: join(directory, 'local'),
  };
}

/**
 * Runs a command of the built command line and looks at it five times a second.
 *
 * @param {readonly string[]} words
 * @param {Record<string, string | undefined>} env
 * @returns what it printed as JSON, its memory in megabytes at each look and at the most, its processor time in seconds
 */
export async function measuredCommand(words, env) {
  const child = spawn(process.execPath, ['dist/bundle/tenantry.js', ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let cpuSeconds = 0;
  let peakMb = 0;
  const memory = [];
  child.stdout.on('data', (part) => (text += part));
  const sampling = setInterval(() => {
    try {
      const { now, peak } = memoryOf(child.pid);
      // A process that has ended and was not waited for yet has none.
      if (now > 0) memory.push(Math.round(now));
      if (peak > 0) peakMb = Math.round(peak);
      cpuSeconds = ownProcessorSeconds(child.pid) ?? cpuSeconds;
    } catch {
      // It has ended.
    }
  }, 200);
  const [code] = await once(child, 'close');
  clearInterval(sampling);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  return { answer: JSON.parse(text), memory, peakMb, cpuSeconds };
}
