import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { SECRET_VARIABLES } from '#settings';
import { UnitOfWork } from '#libs/database';
import { reportError } from '#libs/telemetry';
import { registry } from '#privacy';
import { CommandProcess } from '../../support/command-process.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { newSigningKey, newWebhookSecret, variablesOf } from '../../support/service-variables.js';
import { type Canary, loosenChecks, plantCanaries } from '../privacy/canary-rows.js';
import { BundleFiles } from './bundle-files.js';
import { bundleOf } from './bundle-of-route.js';

const EMAIL = 'mark@harbour.test';
const DSN_KEY = randomBytes(16).toString('hex');
/** What is secret in each of these, and who is named. */
const SECRETS: Readonly<Record<string, string>> = {
  TENANTRY_PREVIOUS_MASTER_KEY: randomBytes(32).toString('base64'),
  TENANTRY_PREVIOUS_SIGNING_KEYS: newSigningKey(),
  AUDIT_PUSH_SECRET: newWebhookSecret(),
  METRICS_TOKEN: `c4n4ry-${randomBytes(24).toString('hex')}`,
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=c4n4ry-${randomBytes(24).toString('hex')}`,
  FILES_S3_SECRET_ACCESS_KEY: `c4n4ry-${randomBytes(24).toString('hex')}`,
  SENTRY_DSN: `http://${DSN_KEY}@127.0.0.1:9/1`,
};
const NAMED: Readonly<Record<string, string>> = {
  AUDIT_PUSH_URL: 'http://127.0.0.1:9/push',
  FILES_S3_BUCKET: 'files',
  FILES_S3_ENDPOINT: 'http://127.0.0.1:9',
  FILES_S3_ACCESS_KEY_ID: 'key-of-files',
  PRIVACY_CONTROLLER: 'C4n4ry Controller, Harbour Street 1',
  PRIVACY_CONTACT: 'c4n4ry.contact@harbour.test',
  PRIVACY_DPO: 'C4n4ry Officer',
};

let world: DemoWorld;
let canaries: readonly Canary[];
let person: { userId: string; clerkId: string };
const folder = mkdtempSync(join(tmpdir(), 'tenantry-bundle-'));

beforeAll(async () => {
  world = await startDemoWorld({ variables: () => ({ ...SECRETS, ...NAMED }) });
  const userId = await world.userId(EMAIL);
  const clerkId = String(
    world.clerk.control.state().users.find((user) => JSON.stringify(user).includes(EMAIL))?.['id'],
  );
  person = { userId, clerkId };
  await loosenChecks(world.database);
  const keys = world.app.get(SubjectKeys, { strict: false });
  const unitOfWork = world.app.get(UnitOfWork, { strict: false });
  canaries = await plantCanaries(world.database, {
    ...person,
    address: EMAIL,
    seal: (text, aad) => unitOfWork.run(systemScope('privacy'), () => keys.encryptFor(userId, text, aad)),
  });
  // What went wrong and what took long, each with values about somebody.
  const cause = Object.assign(new RangeError(`c4n4ry cause of ${EMAIL}`), { code: `c4n4ry ${EMAIL}` });
  reportError(new TypeError(`c4n4ry message of ${EMAIL}`, { cause }), { name: 'job a.canary' });
  await unitOfWork.run(systemScope('privacy'), () =>
    unitOfWork
      .manager()
      .query(`select pg_sleep(0.3), $1::text, 'c4n4ry literal' from users limit 1`, [EMAIL]),
  );
  await world.database.query(
    `insert into jobs.job (name, state, output) select name, 'failed', $1 from jobs.queue limit 1`,
    [JSON.stringify({ errorType: `Error: c4n4ry of ${EMAIL}!`, message: `c4n4ry ${EMAIL}` })],
  );
}, 120_000);

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that must not stand in a bundle, by where it comes from. */
function marks(): Map<string, readonly string[]> {
  const given = { ...variablesOf(world), ...SECRETS };
  const found = new Map<string, readonly string[]>(
    canaries.map(({ column, forms }, index) => [`${column} ${index}`, forms]),
  );
  for (const name of SECRET_VARIABLES) {
    const value = given[name];
    if (value !== undefined) found.set(name, secretsIn(name, value));
  }
  for (const [name, value] of Object.entries(NAMED))
    if (name.startsWith('PRIVACY_')) found.set(name, [value]);
  found.set('whom it is about', [EMAIL, person.clerkId, person.userId, 'c4n4ry', 'C4n4ry', '@harbour.test']);
  found.set('staff', [world.environment.platformOwners[0]!, '@tenantry.test']);
  return found;
}

/** Of a URL its password, of a DSN its key, of PEM each of its lines. */
function secretsIn(name: string, value: string): string[] {
  if (name.startsWith('DATABASE_')) return [new URL(value).password];
  if (name === 'SENTRY_DSN') return [DSN_KEY];
  // The public key of Clerk is secret to nobody, and is not shown all the same.
  return value.includes('BEGIN')
    ? value.split('\n').filter((line) => line.length > 20 && !line.includes('-----'))
    : [value];
}

function expectFree(files: BundleFiles): void {
  const left = [...marks()].flatMap(([place, texts]) =>
    files.holding(...texts).map((file) => `${place} in ${file}`),
  );
  expect(left).toEqual([]);
}

describe('a mark in every personal column and every secret setting', () => {
  it('is there to be found', () => {
    expect(canaries.length).toBeGreaterThan(70);
    const marked = new Set(canaries.map(({ column }) => column));
    for (const { table, personal } of registry)
      if (table === 'public.users' || table === 'jobs.job')
        expect(Object.keys(personal).some((column) => marked.has(`${table}.${column}`))).toBe(true);
    const set = marks();
    expect(SECRET_VARIABLES.filter((name) => !set.has(name))).toEqual(['DATABASE_ADMIN_URL']);
  });

  it('stands in no file of the bundle that the route makes', async () => {
    const { files } = await bundleOf(world, 'operator@tenantry.test');
    expectFree(files!);
    expect(files!.text('README.md')).toContain('Nothing is missing.');
    expect(files!.json('errors.json')).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ place: 'job a.canary', types: ['TypeError', 'RangeError'], count: 1 }),
      ]),
    });
    expect(files!.json('statements.json')).toMatchObject({
      statements: expect.arrayContaining([expect.objectContaining({ name: 'select users' })]),
    });
    expect(files!.json('queues.json')).toMatchObject({
      failures: expect.arrayContaining([expect.objectContaining({ type: 'unknown' })]),
    });
  });

  it('stands in no file of the bundle that the command makes, and in nothing that it prints', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const out = join(folder, 'bundle.zip');
    const admin = `postgres://owner:c4n4ry-password@127.0.0.1:9/tenantry`;
    for (const extra of [
      {},
      { CLERK_JWT_KEY: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString() },
    ]) {
      const { code, stdout, stderr } = await new CommandProcess(
        { ...variablesOf(world), ...SECRETS, ...NAMED, DATABASE_ADMIN_URL: admin, ...extra },
        ['debug-bundle', '--out', out],
      ).ended();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expectFree(await BundleFiles.read(out));
      for (const texts of marks().values()) for (const text of texts) expect(stdout).not.toContain(text);
    }
  });
});
