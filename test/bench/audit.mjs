/**
 * The audit log at size, on a real PostgreSQL of its own: what recording costs a write, how fast the sealer is, and how
 * long a check of the whole log takes. Run it on what the build made: node test/bench/audit.mjs [--rows=1000000]
 */
import 'reflect-metadata';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AuditCheckpoints, AuditHead, AuditLog, AuditSealer, SubjectKeys, verifyDatabase } from '#audit';
import { systemScope } from '#auth';
import { createDataSource, migrate, newId, UnitOfWork } from '#libs/database';
import { runInRequestContext } from '#libs/http';
import { startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { Clock } from '#libs/time';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import { AuditRowsStore } from '#src/audit/chain/audit-rows.store';
import { PersonalPart } from '#src/audit/personal-part';
import { SubjectKeysStore } from '#src/audit/subjects/subject-keys.store';
import { entities } from '#src/entities';

const ROWS = Number(process.argv.find((option) => option.startsWith('--rows='))?.slice(7) ?? 1_000_000);
const WRITE_SECONDS = 3;
const ROUNDS = 15;
const AT_ONCE = 8;
const MAX_SECONDS = (60 * ROWS) / 1_000_000;

const LOOKUP = {
  name: 'access look-up',
  text: 'select * from app.access_lookup($1, $2, $3, null, null)',
};

const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-audit-'));
chmodSync(directory, 0o755);
const postgres = await startLocalPostgres({
  directory: join(directory, 'postgres'),
  database: databaseSetup(),
  port: 0,
  settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
});
const failures = [];
try {
  await migrate(postgres.adminUrl, migrations);
  const superuser = new pg.Client(withDatabase(postgres.superuserUrl, 'tenantry'));
  superuser.on('error', () => undefined);
  await superuser.connect();
  const dataSource = createDataSource({ url: postgres.url, entities, onConnectionError: console.error });
  await dataSource.initialize();
  const parts = makeParts(dataSource);

  const cost = await measureCost(superuser, parts);
  console.log(
    `recording costs ${(100 * cost).toFixed(1)} % of the bare transaction; of a whole request: npm run bench -- record`,
  );

  await superuser.query(
    `insert into audit_events (id, action, outcome, actor_kind, actor_id, target_kind, target_id, change, organization_id)
     select gen_random_uuid(), 'property.updated', 'allowed', 'user', gen_random_uuid()::text, 'property', gen_random_uuid()::text,
       jsonb_build_object('name', jsonb_build_object('from', 'Old ' || n, 'to', 'New ' || n)), gen_random_uuid()
     from generate_series(1, $1) n`,
    [ROWS],
  );
  const sealing = await timed(() => parts.sealer.sealAll());
  console.log(
    `sealed ${sealing.result} rows in ${sealing.seconds.toFixed(1)} s, ${Math.round(sealing.result / sealing.seconds)} a second`,
  );
  const signing = await timed(() => parts.checkpoints.signDue({ now: true }));
  console.log(`signed ${signing.result} rows in ${signing.seconds.toFixed(1)} s`);
  const publicKeys = [createPublicKey(parts.environment.signingKey)];
  const check = await timed(() =>
    verifyDatabase(parts.unitOfWork, { dataDir: parts.environment.dataDir, publicKeys }),
  );
  const { isIntact, rows, checkpoints } = check.result;
  console.log(
    `verified ${rows} rows and ${checkpoints} checkpoints in ${check.seconds.toFixed(1)} s (at most ${MAX_SECONDS}); peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
  if (!isIntact || rows < ROWS) failures.push('the log is not intact');
  if (check.seconds > MAX_SECONDS) failures.push('the check is too slow');
  await dataSource.destroy();
  await superuser.end();
} finally {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(failures.join('; '));
  process.exitCode = 1;
}

function makeParts(dataSource) {
  const environment = /** @type {any} */ ({
    role: 'all',
    dataDir: join(directory, 'data'),
    signingKey: generateKeyPairSync('ed25519').privateKey,
    previousSigningKeys: [],
    masterKey: randomBytes(32),
    previousMasterKey: undefined,
  });
  const clock = new Clock();
  const unitOfWork = new UnitOfWork(dataSource);
  const rows = new AuditRowsStore(unitOfWork);
  const head = new AuditHead(unitOfWork);
  const checkpoints = new AuditCheckpoints(environment, unitOfWork, rows, head, clock);
  const sealer = new AuditSealer(
    environment,
    unitOfWork,
    rows,
    head,
    checkpoints,
    /** @type {any} */ (console),
  );
  const keys = new SubjectKeys(environment, unitOfWork, new SubjectKeysStore(unitOfWork), clock);
  const audit = new AuditLog(unitOfWork, new PersonalPart(keys));
  return { environment, unitOfWork, checkpoints, sealer, audit };
}

/** The same change of a property, as a request does it (the guard's look-up, then the transaction), with its audit row and without it, in turn; the sealer runs all the while. */
async function measureCost(superuser, { unitOfWork, audit, sealer }) {
  const organizationId = newId();
  await superuser.query(
    `insert into organizations (id, clerk_id, slug, name, status, created_at, updated_at, source_updated_at)
     values ($1, 'org_bench', 'bench', 'Bench', 'active', now(), now(), now())`,
    [organizationId],
  );
  const properties = Array.from({ length: 200 }, () => newId());
  await superuser.query(
    `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
     select $1, id, 'p' || n, 'P', 'UTC', 'active', now(), now() from unnest($2::uuid[]) with ordinality as t(id, n)`,
    [organizationId, properties],
  );
  const actor = { kind: 'user', userId: newId(), impersonator: null, reason: null };
  const context = {
    requestId: newId(),
    address: '203.0.113.9',
    userAgent: 'bench',
    method: 'PATCH',
    route: '/',
    params: {},
    list: '',
  };
  let sequence = 0;
  const write = async (isRecorded) => {
    await unitOfWork.unscoped(LOOKUP, ['user_bench', 'sess_bench', organizationId]);
    await unitOfWork.run(systemScope('audit'), async () => {
      const id = properties[sequence++ % properties.length];
      const manager = unitOfWork.manager();
      await manager.query('select * from properties where organization_id = $1 and id = $2 for update', [
        organizationId,
        id,
      ]);
      await manager.query(
        'update properties set name = $3, version = version + 1, updated_at = now() where organization_id = $1 and id = $2',
        [organizationId, id, `P ${sequence}`],
      );
      if (isRecorded) {
        const change = { name: { from: 'P', to: `P ${sequence}` } };
        await audit.record({
          actor,
          action: 'property.updated',
          scope: { organizationId, propertyId: id },
          target: { kind: 'property', id },
          change,
        });
      }
    });
  };
  const perSecond = (isRecorded) =>
    runInRequestContext(context, async () => {
      const until = performance.now() + WRITE_SECONDS * 1_000;
      let count = 0;
      const priority = async () => {
        while (performance.now() < until) {
          await write(isRecorded);
          count += 1;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, priority));
      return count / WRITE_SECONDS;
    });
  let isSealing = true;
  const background = (async () => {
    while (isSealing) {
      await sealer.sealAll();
      await new Promise((done) => setTimeout(done, 200));
    }
  })();
  await perSecond(true);
  const ratios = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // By turns the first of the two, so that a machine that gets slower or faster favours neither.
    const rates = new Map();
    for (const isRecorded of round % 2 === 0 ? [false, true] : [true, false])
      rates.set(isRecorded, await perSecond(isRecorded));
    const [plain, recorded] = [rates.get(false), rates.get(true)];
    console.log(
      `  ${Math.round(plain)} writes a second without an audit row, ${Math.round(recorded)} with one`,
    );
    ratios.push(1 - recorded / plain);
  }
  isSealing = false;
  await background;
  return ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1_000 };
}
