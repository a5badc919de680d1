import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT, ensureBuilt } from './build.mjs';
import { runChild } from './child.mjs';
import { installationKey, installFrom } from './install.mjs';
import { alone } from './lock.mjs';
import { environment, pinnedNode, Refusal, root, seconds, tell } from './project.mjs';

const folder = join(root, 'examples/next');
/** Next.js takes 3001 where 3000 is taken, and the service has 3000. */
const PORT = process.env.EXAMPLE_PORT ?? '3001';
const ORIGIN = `http://localhost:${PORT}`;

/** Builds and starts the example, beside the service that runs already or one of its own. Answers the exit code. */
export async function startExample() {
  await ensureBuilt();
  await ensureBuilt(CLIENT);
  await alone('example', install);
  const running = readLocalFile();
  if (running) return startApp(running);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => (isStopping = true));
  let hasEnded = false;
  const service = startService().finally(() => (hasEnded = true));
  const app = localFile(() => hasEnded).then((started) => (started ? startApp(started) : service));
  try {
    return await Promise.race([service, app]);
  } finally {
    // Whichever ended takes the other one with it, unless both were asked to.
    if (!isStopping) process.kill(process.pid, 'SIGTERM');
    await Promise.allSettled([service, app]);
  }
}

function startService() {
  return runChild(pinnedNode(), ['--enable-source-maps', join(root, 'dist/bundle/main.js')], {
    cwd: root,
    // The first is what tokens of the local Clerk are for.
    env: environment({ CLERK_AUTHORIZED_PARTIES: process.env.CLERK_AUTHORIZED_PARTIES ?? ORIGIN }),
    ownGroup: true,
  });
}

async function startApp({ apiUrl, clerkUrl, authorizedParties, ...keys }) {
  if (!authorizedParties.includes(ORIGIN))
    throw new Refusal(
      `The service takes no tokens of ${ORIGIN}: add it to CLERK_AUTHORIZED_PARTIES, or set EXAMPLE_PORT.`,
    );
  const isLocalClerk = clerkUrl.startsWith('http://');
  const env = environment({
    NODE_ENV: 'production',
    TENANTRY_URL: apiUrl,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: keys.clerkPublishableKey,
    CLERK_SECRET_KEY: keys.clerkSecretKey,
    CLERK_JWT_KEY: keys.clerkJwtKey,
    CLERK_API_URL: clerkUrl,
    ...(isLocalClerk && { LOCAL_CLERK_URL: clerkUrl }),
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: '1',
    NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: '1',
  });
  const next = (...args) =>
    runChild(pinnedNode(), [join(folder, 'node_modules/next/dist/bin/next'), ...args], { cwd: folder, env });
  const code = await next('build');
  if (code !== 0) return code;
  tell(`\nThe example is at ${ORIGIN}; Ctrl-C stops it.\n`);
  return next('start', '--port', PORT);
}

/** Installs by the example's own lock file, unless that, the client and the machine are those of the last time. */
async function install() {
  const stamp = join(folder, 'node_modules/.tenantry-installed');
  const key = wanted();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const startedAt = Date.now();
  await installFrom(folder, 'Installing the packages of the example (once; half a minute)');
  writeFileSync(stamp, key);
  tell(`Packages of the example installed in ${seconds(startedAt)}.`);
}

function wanted() {
  const hash = createHash('sha256').update(installationKey());
  hash.update(readFileSync(join(folder, 'package-lock.json')));
  const client = join(root, 'clients/typescript/dist');
  for (const name of readdirSync(client).sort()) hash.update(readFileSync(join(client, name)));
  return hash.digest('hex');
}

/** Where everything is, once the service says so; undefined when it ends before. */
async function localFile(hasEnded) {
  for (;;) {
    const found = readLocalFile();
    if (found || hasEnded()) return found;
    await sleep(100);
  }
}

/** What the running service says of itself; what a crash left behind does not count. */
function readLocalFile() {
  try {
    const path = resolve(root, process.env.TENANTRY_LOCAL_DIR ?? '.local', 'local.json');
    const content = JSON.parse(readFileSync(path, 'utf8'));
    process.kill(content.pid, 0);
    return content;
  } catch {
    return undefined;
  }
}
