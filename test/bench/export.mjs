/**
 * One person's export at size, on a real PostgreSQL of its own: time, size and the peak memory of a process that does
 * nothing but pack, so that neither the database nor the making of the rows is in the figure.
 * Run it on what the build made: node test/bench/export.mjs [--rows=100000] [--quick]
 */
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, newId } from '#libs/database';
import { startLocalPostgres } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import { newExport } from '#src/privacy/export/new-export';
import { PrivacyExport } from '#src/privacy/records/privacy-export.entity';
import { makeParts } from './export-process.mjs';

const isQuick = process.argv.includes('--quick');
const ROWS = Number(
  process.argv.find((option) => option.startsWith('--rows='))?.slice(7) ?? (isQuick ? 10_000 : 100_000),
);
const MAX_MEMORY_MB = 256;
/** V8 takes what it is allowed to before it tidies up: the packing process gets what fits into 256 MB beside its code. */
const HEAP = ['--max-old-space-size=96', '--max-semi-space-size=4'];

await measure();

async function measure() {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-export-'));
  chmodSync(directory, 0o755);
  const postgres = await startLocalPostgres({
    directory: join(directory, 'postgres'),
    database: databaseSetup(),
    port: 0,
  });
  try {
    await migrate(postgres.adminUrl, migrations);
    const settings = {
      url: postgres.url,
      dataDir: join(directory, 'data'),
      masterKey: randomBytes(32).toString('base64'),
    };
    const parts = await makeParts(settings);
    const exportId = await prepare(parts);
    const { bytes, seconds, before, peak } = await packElsewhere({ ...settings, exportId });
    await proveWhole(parts, exportId);
    console.log(
      `${ROWS} rows of one person: ${(bytes / 1e6).toFixed(1)} MB packed in ${seconds.toFixed(1)} s, ` +
        `peak memory of the process ${peak} MB (at most ${MAX_MEMORY_MB}), ${before} MB of it before the first row`,
    );
    if (peak > MAX_MEMORY_MB) process.exitCode = 1;
    await parts.dataSource.destroy();
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function packElsewhere(settings) {
  const child = fork(fileURLToPath(new URL('export-process.mjs', import.meta.url)), {
    execArgv: HEAP,
    env: { ...process.env, BENCH_SETTINGS: JSON.stringify(settings) },
  });
  const [answer] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the packing process ended with ${code}`);
    }),
  ]);
  return answer;
}

async function proveWhole(parts, exportId) {
  const row = await parts.find(exportId);
  if (row.status !== 'ready') throw new Error(`the export is ${row.status}: ${row.problem}`);
  const hash = createHash('sha256');
  for await (const chunk of parts.files.read(row.fileName, await parts.runs.keyOf(row))) hash.update(chunk);
  if (hash.digest('hex') !== row.sha256) throw new Error('the archive is another one than was packed');
}

/** A person who did something so many times, with the address they did it from, and an export that waits. */
async function prepare({ unitOfWork, keys, inSystem }) {
  const userId = newId();
  const now = new Date();
  const id = newId();
  await inSystem(async () => {
    const manager = unitOfWork.manager();
    await manager.query(
      `insert into users (id, clerk_id, email_address, first_name, last_name, created_at, updated_at)
       values ($1, 'user_bench', 'bench@example.test', 'Bench', 'Person', now(), now())`,
      [userId],
    );
    await manager.insert(
      PrivacyExport,
      newExport({ id, userId, organizationId: null, requestedBy: userId, requestedAt: now, dueAt: now }),
    );
  });
  const client = JSON.stringify({
    address: '203.0.113.9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Bench/1.0',
  });
  for (let done = 0; done < ROWS;) {
    const count = Math.min(2_000, ROWS - done);
    done += count;
    await inSystem(async () => {
      const rows = [];
      for (let n = 0; n < count; n += 1) {
        const event = newId();
        rows.push({
          id: event,
          client: await keys.encryptFor(userId, client, `audit_events/${event}/client`),
        });
      }
      await unitOfWork.manager().query(
        `insert into audit_events (id, action, outcome, actor_kind, actor_id, target_kind, target_id, change, client)
         select id, 'property.updated', 'allowed', 'user', $1, 'user', $1,
           jsonb_build_object('name', jsonb_build_object('from', 'Old ' || n, 'to', 'New ' || n)), client
         from unnest($2::uuid[], $3::text[]) with ordinality as row(id, client, n)`,
        [userId, rows.map(({ id }) => id), rows.map(({ client }) => client)],
      );
    });
  }
  return id;
}
