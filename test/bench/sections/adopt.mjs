import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClerkEmulator } from '@tenantry/clerk-emulator';

const PAGE = 500;
/** Requests in ten seconds that Clerk allows an instance, by its kind. */
const LIMITS = { development: 100, production: 1_000 };

/**
 * How long `adopt --apply` takes to fill an empty mirror, against what Clerk's limit alone dictates, and in how much
 * memory. As many memberships as people, in a hundredth as many organizations.
 */
export async function measure(stack, { isQuick }) {
  const runs = isQuick
    ? [{ users: 5_000, kind: 'development' }]
    : [
        { users: 10_000, kind: 'development' },
        { users: 100_000, kind: 'development' },
        { users: 100_000, kind: 'production' },
      ];
  console.log(
    '\nFilling an empty mirror (to reach: 90 % of the limit of a development instance, memory flat)\n',
  );
  for (const run of runs) console.log(JSON.stringify(await fill(stack, run)));
}

async function fill(stack, { users, kind }) {
  const organizations = users / 100;
  const clerk = await startClerkEmulator({ port: 0, rateLimits: kind });
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-adopt-'));
  try {
    await clerk.control.seed({ users, organizations, membershipsPerOrganization: 100 });
    const database = await stack.database({ isSeeded: false });
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      NODE_OPTIONS: '--max-semi-space-size=16 --max-old-space-size=160',
      DATABASE_URL: database.url,
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
      CLERK_JWT_KEY: clerk.jwtKey,
      CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
      CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
      CLERK_INSTANCE_ID: clerk.instanceId,
      CLERK_API_URL: clerk.url,
      CLERK_RATE_LIMIT: String(LIMITS[kind]),
      TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
      TENANTRY_SIGNING_KEY: generateKeyPairSync('ed25519')
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
      TENANTRY_DATA_DIR: join(directory, 'data'),
      TENANTRY_LOCAL_DIR: join(directory, 'local'),
    };
    const { answer, memory, cpuSeconds } = await adopt(env);
    const {
      rows: [{ seconds }],
    } = await database.query(
      'select extract(epoch from finished_at - started_at)::float as seconds from reconciliations',
    );
    const pages = [users, organizations, users].reduce((sum, count) => sum + Math.ceil(count / PAGE), 0);
    // Each of the four lists is counted before and after, and roles are one request.
    const requests = pages + 10;
    return {
      bench: 'adopt',
      users,
      memberships: users,
      organizations,
      kind,
      added: answer.added,
      seconds: round(seconds),
      objectsPerSecond: Math.round(answer.added / seconds),
      requests,
      partOfLimit: round(requests / (seconds * (LIMITS[kind] / 10))),
      cpuSeconds: round(cpuSeconds),
      // In the middle and at the end: what grows with the number of people shows here.
      memoryMbMiddle: memory[Math.floor(memory.length / 2)],
      memoryMbEnd: memory.at(-1),
      peakMb: Math.max(...memory),
    };
  } finally {
    await clerk.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function adopt(env) {
  const child = spawn(process.execPath, ['dist/src/cli/main.js', 'adopt', '--apply', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let cpuSeconds = 0;
  const memory = [];
  child.stdout.on('data', (part) => (text += part));
  const sampling = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const size = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
      if (size > 0) memory.push(Math.round(size / 1024));
      const times = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      cpuSeconds = (Number(times[11]) + Number(times[12])) / 100;
    } catch {
      // It has ended.
    }
  }, 200);
  const [code] = await once(child, 'close');
  clearInterval(sampling);
  if (code !== 0) throw new Error(`adopt ended with ${code}`);
  return { answer: JSON.parse(text), memory, cpuSeconds };
}

function round(number) {
  return Number(number.toFixed(2));
}
