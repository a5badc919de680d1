import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { publishableKeyFor } from '#settings';
import { migrateDown } from '#libs/database';
import { migrations } from '#migrations';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { Workplace } from './driven-service.js';

interface Check {
  name: string;
  status: string;
  detail: string;
  advice?: string;
}

const workplace = new Workplace();
let database: TestDatabase;
let settings: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const pem = { type: 'spki', format: 'pem' } as const;
  settings = {
    DATABASE_URL: database.url,
    CLERK_SECRET_KEY: `sk_test_${randomBytes(16).toString('hex')}`,
    CLERK_PUBLISHABLE_KEY: publishableKeyFor('127.0.0.1:1'),
    CLERK_JWT_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export(pem).toString(),
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
    CLERK_API_URL: 'http://127.0.0.1:1',
    TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
    TENANTRY_SIGNING_KEY: generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    TENANTRY_DATA_DIR: workplace.folder,
  };
});

afterAll(async () => {
  await database.drop();
  workplace.clear();
});

async function examine(extra: Record<string, string>): Promise<{ code: number; checks: Map<string, Check> }> {
  const { code, stdout } = await workplace.run('bundle/tenantry.js', ['doctor', '--json'], {
    ...settings,
    ...extra,
  });
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
  expect(ok).toBe(code === 0);
  return { code, checks: new Map(checks.map((check) => [check.name, check])) };
}

describe('a database of one’s own', () => {
  it('is migrated and used, while the local Clerk is started; a later doctor finds nothing wrong', async () => {
    const service = workplace.start({ DATABASE_URL: database.url, DATABASE_ADMIN_URL: database.adminUrl });
    try {
      const local = await service.ready();
      expect(local['databaseUrl']).toBe(database.url);
      expect(existsSync(join(workplace.local, 'postgres'))).toBe(false);
      expect(await database.query('select slug from organizations order by slug')).toEqual([
        { slug: 'alpine' },
        { slug: 'harbour' },
      ]);

      const doctor = await workplace.cli('doctor');
      expect(doctor.stdout).toMatch(/^ok +token key/m);
      expect(doctor.stdout).not.toMatch(/^(warn|FAIL)/m);
      expect(doctor.code).toBe(0);

      const unknown = await workplace.cli('token', 'who@nowhere.test');
      expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 1, stdout: '' });
      expect(unknown.stderr).toContain('nina@nowhere.test');
      const stranger = await workplace.cli('token', 'mark@harbour.test', '--organization', 'alpine');
      expect(stranger.code).toBe(1);
      expect(stranger.stderr).toContain('not a member');
      const { stdout } = await workplace.cli('token', 'mark@harbour.test', '-o', 'harbour', '--json');
      const { jwt, expiresAt } = JSON.parse(stdout) as { jwt: string; expiresAt: string };
      const claims = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
      expect(claims.o.slg).toBe('harbour');
      expect(Date.parse(expiresAt)).toBe(claims.exp * 1000);
    } finally {
      expect((await service.stop('SIGINT')).code).toBe(0);
    }
  });
});

describe('the doctor', () => {
  it('tells a wrong setting, an unreachable Clerk and a sound database apart', async () => {
    const { code, checks } = await examine({ PORT: 'http' });
    expect(code).toBe(1);
    expect(checks.get('settings')).toMatchObject({ status: 'fail', detail: 'PORT is not a whole number' });
    expect(checks.get('clerk')).toMatchObject({ status: 'fail' });
    for (const name of ['database', 'clock of the database', 'database role', 'migrations', 'data folder']) {
      expect(checks.get(name)).toMatchObject({ name, status: 'ok' });
    }
  });

  it('refuses the owner of the tables as the role of the service', async () => {
    const { checks } = await examine({ DATABASE_URL: database.adminUrl });
    expect(checks.get('database role')).toMatchObject({ status: 'fail' });
    expect(checks.get('database role')?.detail).toContain('owns tables');
  });

  it('names a database that refuses the password, and keeps the password', async () => {
    const url = new URL(database.url);
    url.password = 'not-the-pa55word';
    const { checks } = await examine({ DATABASE_URL: url.href });
    expect(checks.get('database')).toMatchObject({ status: 'fail' });
    expect(checks.get('database')?.detail).toContain('refuses the password');
    expect(JSON.stringify([...checks])).not.toContain('pa55word');
  });

  it('names a data folder that cannot be written to', async () => {
    const { checks } = await examine({ TENANTRY_DATA_DIR: '/proc/tenantry/data' });
    expect(checks.get('data folder')).toMatchObject({ status: 'fail' });
  });

  it('lists what is missing when nothing is set and nothing runs', async () => {
    const { code, stdout } = await workplace.cli('doctor');
    expect(code).toBe(1);
    expect(stdout).toContain('DATABASE_URL is missing');
    expect(stdout).toContain('npm start');
  });
});

describe('npm run migrate', () => {
  const migrate = (url: string, ...args: string[]) =>
    workplace.run('bundle/migrate.js', args, { DATABASE_ADMIN_URL: url });

  it('applies what is pending, says what it did, and then has nothing to do', async () => {
    const newest = migrations.at(-1)!.name;
    await migrateDown(database.adminUrl, migrations, 1);
    const { checks } = await examine({});
    expect(checks.get('migrations')).toMatchObject({ status: 'fail', detail: `1 are pending: ${newest}` });

    const asService = await migrate(database.url);
    expect(asService.code).toBe(1);
    expect(asService.stderr).toContain('lacks a right');
    expect(await migrate(database.adminUrl)).toMatchObject({
      code: 0,
      stdout: `Applied 1 migration:\n  ${newest}\n`,
    });
    expect((await migrate(database.adminUrl)).stdout).toContain('Nothing to do');
    expect(JSON.parse((await migrate(database.adminUrl, '--json')).stdout)).toEqual({ applied: [] });
  });

  it('says in a sentence why it cannot', async () => {
    const wrong = new URL(database.adminUrl);
    wrong.password = 'not-the-pa55word';
    const refused = await migrate(wrong.href);
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim()).toBe('The database refuses the password (or the role) of its URL.');
    expect((await migrate('postgres://a:b@127.0.0.1:1/c')).stderr).toContain('cannot be reached');
    rmSync(workplace.local, { recursive: true, force: true });
    expect((await workplace.run('bundle/migrate.js')).stderr).toContain('DATABASE_ADMIN_URL is missing');
  });
});
