import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { commandEnvironment, measuredCommand } from '../measured-command.mjs';

/** Requests in ten seconds that Clerk allows a production instance. */
const LIMIT = 1_000;
/** As fast as the two of them can. */
const UNLIMITED = 100_000;

/**
 * How fast `accounts import` makes people at a Clerk that holds its limit, against the limit that it is given, and in how
 * much memory `accounts load` and `accounts import` work, from 10 000 to 200 000 people.
 */
export async function measure(stack, { isQuick }) {
  console.log(
    '\nMoving accounts (to reach: 90 % of the rate given; the peak of the largest 1.2 times the smallest)\n',
  );
  const paced = await move(stack, isQuick ? 1_000 : 5_000, { limit: LIMIT, limits: 'production' });
  console.log(JSON.stringify({ bench: 'import at a limit', ...paced }));
  const peaks = [];
  for (const people of sizes(isQuick)) {
    const moved = await move(stack, people, { limit: UNLIMITED, limits: 'off' });
    peaks.push(moved);
    console.log(JSON.stringify({ bench: 'import in memory', ...moved }));
  }
  const [first, last] = [peaks[0], peaks.at(-1)];
  if (first === undefined || last === undefined) return;
  const grown = { load: ratio(last.loadPeakMb, first.loadPeakMb), import: ratio(last.peakMb, first.peakMb) };
  console.log(JSON.stringify({ bench: 'import, growth of the peak', ...grown }));
}

/** BENCH_PEOPLE=10000,50000 measures these. */
function sizes(isQuick) {
  const wanted = process.env['BENCH_PEOPLE'];
  if (wanted !== undefined) return wanted.split(',').map(Number);
  return isQuick ? [1_000, 5_000] : [10_000, 50_000, 200_000];
}

async function move(stack, people, { limit, limits }) {
  const clerk = await startClerkEmulator({ port: 0, rateLimits: limits });
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-import-'));
  try {
    const database = await stack.database();
    const env = {
      ...commandEnvironment({ databaseUrl: database.url, clerk, directory, rateLimit: limit }),
      LEGACY_ACCOUNTS_ENABLED: 'true',
    };
    const file = join(directory, 'people.ndjson');
    await writePeople(file, people);
    const loaded = await measuredCommand(['accounts', 'load', file, '--json'], env);
    const started = performance.now();
    // With a canary nothing would be measured but one more request.
    const words = ['accounts', 'import', '--no-canary', '--rate', String(limit), '--json'];
    const moved = await measuredCommand(words, env);
    const seconds = (performance.now() - started) / 1_000;
    const users = clerk.control.state().users.length;
    if (users !== people) throw new Error(`${users} users at Clerk, not ${people}`);
    const perSecond = await rateOf(database);
    return {
      people,
      seconds: round(seconds),
      perSecond: round(perSecond),
      ...(limits !== 'off' && { partOfRate: round(perSecond / (limit / 10)) }),
      cpuSeconds: round(moved.cpuSeconds),
      loadPeakMb: Math.max(...loaded.memory),
      memoryMbMiddle: moved.memory[Math.floor(moved.memory.length / 2)],
      peakMb: Math.max(...moved.memory),
    };
  } finally {
    await clerk.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** People written back in a second, from the first to the last, without the start of the command. */
async function rateOf(database) {
  const { rows } = await database.query(
    `select count(*)::float / nullif(extract(epoch from max(updated_at) - min(updated_at))::float, 0) as rate
       from legacy_accounts where state = 'created'`,
  );
  return Number(rows[0]?.rate ?? 0);
}

/** One digest for all of them, which is dear to make. */
async function writePeople(file, count) {
  const digest = await hash('a made-up password', { memoryCost: 1024, timeCost: 1, parallelism: 1 });
  const out = createWriteStream(file);
  for (let index = 1; index <= count; index += 1) {
    const row = {
      legacy_id: `old-${index}`,
      email: `person${index}@made-up.test`,
      email_verified: true,
      first_name: 'Person',
      last_name: `No ${index}`,
      created_at: '2021-03-04T05:06:07Z',
      password_digest: digest,
      password_hasher: 'argon2id',
    };
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

function ratio(last, first) {
  return round(last / first);
}

function round(number) {
  return Number(number.toFixed(2));
}
