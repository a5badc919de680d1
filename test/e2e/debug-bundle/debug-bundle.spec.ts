import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandProcess } from '../../support/command-process.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { freePort } from '../../support/free-port.js';
import { variablesOf } from '../../support/service-variables.js';
import { BUNDLE_FILES, BundleFiles } from './bundle-files.js';
import { bundleOf } from './bundle-of-route.js';

const METRICS_TOKEN = 'm'.repeat(16) + 'n'.repeat(16);
const folder = mkdtempSync(join(tmpdir(), 'tenantry-bundle-'));
const file = join(folder, 'bundle.zip');
let world: DemoWorld;

beforeAll(async () => {
  world = await startDemoWorld({ variables: () => ({ METRICS_TOKEN }) });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Doctor {
  readonly checks: { name: string; status: string }[];
}

interface Printed {
  readonly file: string;
  readonly bytes: number;
  readonly parts: { file: string; missing: string | null }[];
}

async function command(extra: Record<string, string>) {
  const { port, hostname } = new URL(world.url);
  const variables = { ...variablesOf(world), METRICS_TOKEN, HOST: hostname, PORT: port, ...extra };
  const { code, stdout, stderr } = await new CommandProcess(variables, [
    'debug-bundle',
    '--out',
    file,
    '--json',
  ]).ended();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return { printed: JSON.parse(stdout) as Printed, files: await BundleFiles.read(file) };
}

const missingIn = ({ parts }: Printed) =>
  parts.filter(({ missing }) => missing !== null).map((part) => part.file);

describe('tenantry debug-bundle', () => {
  it('writes one archive that only its owner may read, with every part in it', async () => {
    const { printed, files } = await command({});
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(printed).toMatchObject({ file, bytes: statSync(file).size });
    expect(missingIn(printed)).toEqual([]);
    expect(files.names).toEqual(BUNDLE_FILES);
    for (const name of BUNDLE_FILES.slice(1)) expect(files.text('README.md')).toContain(`\`${name}\``);
    expect(files.text('README.md')).toContain('Nothing is missing.');
    expect(files.json('versions.json')).toMatchObject({
      node: process.version,
      postgres: expect.stringMatching(/^1[6-9]/),
      libraries: { pg: expect.stringMatching(/^8\./), yazl: expect.stringMatching(/^3\./) },
    });
    expect(files.json('settings.json')).toMatchObject({
      NODE_ENV: 'test',
      CLERK_SECRET_KEY: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(files.json('migrations.json')).toMatchObject({
      pending: [],
      applied: expect.arrayContaining(['Scheduler1763600000030']),
    });
    expect((files.json('doctor.json') as Doctor).checks.length).toBeGreaterThan(15);
    expect(files.json('health.json')).toMatchObject({ indicators: { database: { status: 'ok' } } });
    expect(files.json('queues.json')).toMatchObject({ states: expect.any(Array), failures: [] });
    expect(files.text('metrics.txt')).toContain('tenantry_health_status{indicator="database"} 0');
  });

  it('holds the rest where the database is away, and says so in the parts concerned', async () => {
    const port = await freePort();
    const { printed, files } = await command({
      DATABASE_URL: `postgres://tenantry_app:c4n4ry-word@127.0.0.1:${port}/tenantry`,
    });
    expect(missingIn(printed)).toEqual([
      'migrations.json',
      'queues.json',
      'running-statements.json',
      'health.json',
      'schedule.json',
      'drift.json',
      'errors.json',
      'statements.json',
    ]);
    expect(files.json('queues.json')).toEqual({
      missing: expect.stringContaining('The database cannot be reached'),
    });
    expect(files.text('README.md')).toContain('- `queues.json`: The database cannot be reached');
    expect(files.json('versions.json')).toMatchObject({ postgres: null, node: process.version });
    const { checks } = files.json('doctor.json') as Doctor;
    expect(checks).toContainEqual(expect.objectContaining({ name: 'database', status: 'fail' }));
    expect(checks).toContainEqual(expect.objectContaining({ name: 'clerk', status: 'ok' }));
    // The service that runs has its own way to the database.
    expect(files.text('metrics.txt')).toContain('tenantry_health_status{indicator="database"} 0');
    expect(files.holding('c4n4ry-word')).toEqual([]);
  });

  it('holds the rest where a setting is wrong and no service runs', async () => {
    const { printed, files } = await command({
      TENANTRY_MASTER_KEY: 'c4n4ry-short',
      PORT: String(await freePort()),
    });
    expect(missingIn(printed)).toEqual([
      'health.json',
      'schedule.json',
      'drift.json',
      'errors.json',
      'statements.json',
      'metrics.txt',
    ]);
    expect(files.text('metrics.txt')).toBe('# No service answers at HOST and PORT.\n');
    expect(files.json('migrations.json')).toMatchObject({ pending: [] });
    expect(files.json('settings.json')).toMatchObject({ TENANTRY_MASTER_KEY: 'set' });
    expect(files.holding('c4n4ry-short')).toEqual([]);
  });

  it('ends with 1 where it cannot write', async () => {
    const { code, stderr } = await new CommandProcess(variablesOf(world), [
      'debug-bundle',
      '--out',
      join(folder, 'nowhere', 'bundle.zip'),
    ]).ended();
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be written (ENOENT)')]);
  });
});

describe('POST /api/v1/operations/debug-bundle', () => {
  const made = () =>
    world.database.query<{ actor_id: string; outcome: string }>(
      `select actor_id, outcome from audit_events where action = 'operations.debug_bundle_made'`,
    );

  it('answers the bundle of the running service to staff, and writes down who made it', async () => {
    const { status, headers, files } = await bundleOf(world, 'operator@tenantry.test');
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/zip',
      'no-store',
    ]);
    expect(files?.names).toEqual(BUNDLE_FILES);
    expect(files?.text('README.md')).toContain('Nothing is missing.');
    expect(files?.json('errors.json')).toMatchObject({ ofTheService: true });
    expect(files?.json('settings.json')).toMatchObject({
      METRICS_TOKEN: expect.stringMatching(/^[0-9a-f]{16}$/),
      TENANTRY_PLATFORM_OWNERS: '1 entries',
    });
    expect(await made()).toEqual([
      { actor_id: await world.userId('operator@tenantry.test'), outcome: 'allowed' },
    ]);
  });

  it('is refused to whoever may not see operations, and is not made unless it can be written down', async () => {
    for (const email of ['compliance@tenantry.test', 'olivia@harbour.test'])
      expect((await bundleOf(world, email)).status).toBe(403);
    await world.database.query('alter table audit_events rename to audit_events_away');
    const refused = await bundleOf(world, 'operator@tenantry.test');
    await world.database.query('alter table audit_events_away rename to audit_events');
    expect([refused.status, refused.files]).toEqual([500, undefined]);
    expect(await made()).toHaveLength(1);
  });
});
