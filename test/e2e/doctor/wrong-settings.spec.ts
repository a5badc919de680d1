import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { publishableKeyFor } from '#settings';
import { EncryptedDatabase } from '../../support/encrypted-database.js';
import { selfSigned } from '../../support/self-signed-certificate.js';
import { newWebhookSecret, ORIGIN } from '../../support/service-variables.js';
import { type ExaminedService, failuresIn, startExaminedService } from './examined-service.js';

const DAY_MS = 86_400_000;
const RUNNING = join(import.meta.dirname, '../../../docs/running.md');
const folder = mkdtempSync(join(tmpdir(), 'tenantry-doctor-'));
let service: ExaminedService;
let other: ClerkEmulator;
let live: ClerkEmulator;
let encrypted: EncryptedDatabase;
let ending: EncryptedDatabase;

beforeAll(async () => {
  service = await startExaminedService();
  // Word for word as whoever runs the service makes it.
  const [, sql = ''] = /```sql\n(create schema backup;.*?)```/s.exec(readFileSync(RUNNING, 'utf8')) ?? [];
  await service.database.query(sql);
  await service.database.query('create table backup.empty (like backup.runs)');
  await service.database.query(
    'alter table backup.empty enable row level security, force row level security',
  );
  await service.database.query(
    `insert into backup.runs values (now() - interval '40 hours'), (now() - interval '31 hours')`,
  );
  other = await startClerkEmulator({ port: 0 });
  live = await startClerkEmulator({
    port: 0,
    secretKey: `sk_live_${randomBytes(24).toString('hex')}`,
    authorizedParties: ['http://127.0.0.1'],
  });
  const good = selfSigned(new Date(Date.now() + 90 * DAY_MS));
  const short = selfSigned(new Date(Date.now() + 2 * DAY_MS));
  writeFileSync(join(folder, 'good.pem'), good.certificate);
  writeFileSync(join(folder, 'short.pem'), short.certificate);
  encrypted = await EncryptedDatabase.start(service.database.url, good);
  ending = await EncryptedDatabase.start(service.database.url, short);
});

afterAll(async () => {
  for (const each of [encrypted, ending, other, live]) await each.stop();
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Row {
  readonly what: string;
  readonly settings: () => Record<string, string>;
  /** `name: detail` of the one thing that is wrong. */
  readonly says: RegExp;
  readonly webhookUrl?: () => string;
}

const rows: readonly Row[] = [
  {
    what: 'a value of another kind',
    settings: () => ({ PORT: 'http' }),
    says: /^settings: PORT is not a whole number$/,
  },
  {
    what: 'a secret key that Clerk does not know',
    settings: () => ({ CLERK_SECRET_KEY: `sk_test_${randomBytes(24).toString('hex')}` }),
    says: /^clerk: CLERK_SECRET_KEY is refused$/,
  },
  {
    what: 'an address at which no Clerk is',
    settings: () => ({ CLERK_API_URL: 'http://127.0.0.1:1' }),
    says: /^clerk: the Backend API does not answer$/,
  },
  {
    what: 'the publishable key of another instance',
    settings: () => ({ CLERK_PUBLISHABLE_KEY: other.publishableKey }),
    says: /^publishable key: CLERK_PUBLISHABLE_KEY is of another instance/,
  },
  {
    what: 'a publishable key of a domain that nobody serves',
    settings: () => ({ CLERK_PUBLISHABLE_KEY: publishableKeyFor('127.0.0.1:1') }),
    says: /^publishable key: the Frontend API .* does not answer/,
  },
  {
    what: 'the id of another instance',
    settings: () => ({ CLERK_INSTANCE_ID: other.instanceId }),
    says: /^instance: the secret key belongs to ins_\w+, CLERK_INSTANCE_ID says ins_/,
  },
  {
    what: 'the JWT key of another instance',
    settings: () => ({ CLERK_JWT_KEY: other.jwtKey }),
    says: /^token key: CLERK_JWT_KEY is of another instance/,
  },
  {
    what: 'live keys of an instance that is no production instance',
    settings: () => ({
      CLERK_SECRET_KEY: live.secretKey,
      CLERK_PUBLISHABLE_KEY: publishableKeyFor(new URL(live.url).host, 'live'),
      CLERK_JWT_KEY: live.jwtKey,
      CLERK_API_URL: live.url,
      CLERK_INSTANCE_ID: live.instanceId,
      CLERK_AUTHORIZED_PARTIES: 'http://127.0.0.1',
    }),
    says: /^grade of keys: the keys are live keys, and the instance is one of development$/,
  },
  {
    what: 'another webhook secret',
    settings: () => ({ CLERK_WEBHOOK_SIGNING_SECRET: newWebhookSecret() }),
    webhookUrl: () => service.endpoint,
    says: /^webhook endpoint: this service refuses a delivery/,
  },
  {
    what: 'an endpoint that leads elsewhere',
    settings: () => ({}),
    webhookUrl: () => `${service.url}/health/live`,
    says: /^webhook endpoint: the address answers 405, and not as this service does$/,
  },
  {
    what: 'an endpoint at which nobody is',
    settings: () => ({}),
    webhookUrl: () => 'http://127.0.0.1:1/api/webhooks/clerk',
    says: /^webhook endpoint: the address does not answer$/,
  },
  {
    what: 'the role that owns the tables',
    settings: () => ({ DATABASE_URL: service.database.adminUrl }),
    says: /^database role: .*owns tables/,
  },
  {
    what: 'a wrong password of the database',
    settings: () => ({ DATABASE_URL: service.database.url.replace(/:[^:@]+@/, ':wr0ng@') }),
    says: /^database: The database refuses the password/,
  },
  {
    what: 'a certificate that nobody vouches for',
    settings: () => ({ DATABASE_URL: encrypted.url('sslmode=verify-full') }),
    says: /^database: The certificate of the database is refused: nobody here vouches for it/,
  },
  {
    what: 'a certificate that is not checked',
    settings: () => ({ DATABASE_URL: encrypted.url('sslmode=no-verify') }),
    says: /^database encryption: the connection is encrypted, and the certificate is not checked/,
  },
  {
    what: 'a certificate that ends soon',
    settings: () => ({
      DATABASE_URL: ending.url(`sslmode=verify-full&sslrootcert=${join(folder, 'short.pem')}`),
    }),
    says: /^database encryption: the certificate of the database ends in 1 day$/,
  },
  {
    what: 'encryption that the database does not speak',
    settings: () => ({ DATABASE_URL: `${service.database.url}?sslmode=verify-full` }),
    says: /^database: The database takes no encrypted connections/,
  },
  {
    what: 'another master key',
    settings: () => ({ TENANTRY_MASTER_KEY: randomBytes(32).toString('base64') }),
    says: /^master key: TENANTRY_MASTER_KEY is another key than the one that wraps keys/,
  },
  {
    what: 'a data folder that cannot be written to',
    settings: () => ({ TENANTRY_DATA_DIR: '/proc/tenantry/data' }),
    says: /^data folder: cannot be written to$/,
  },
  {
    what: 'a backup that never succeeded',
    settings: () => ({ BACKUP_MARK: join(folder, 'never') }),
    says: /^backup: the file of BACKUP_MARK is not there/,
  },
  {
    what: 'a backup that is too old',
    settings: () => {
      const path = join(folder, 'old');
      const then = new Date(Date.now() - 30 * 3_600_000);
      writeFileSync(path, '');
      utimesSync(path, then, then);
      return { BACKUP_MARK: path };
    },
    says: /^backup: the last one is 30 hours old, and BACKUP_MAX_AGE_HOURS allows 26$/,
  },
  {
    what: 'a bucket that nobody keeps',
    settings: () => ({
      FILES_S3_BUCKET: 'files',
      FILES_S3_ENDPOINT: 'https://127.0.0.1:9',
      FILES_S3_ACCESS_KEY_ID: 'doctor',
      FILES_S3_SECRET_ACCESS_KEY: 'doctor-of-nothing',
    }),
    says: /^bucket: a file cannot be written: \w+$/,
  },
  {
    what: 'half a key of a bucket',
    settings: () => ({ FILES_S3_BUCKET: 'files', FILES_S3_ACCESS_KEY_ID: 'doctor' }),
    says: /^settings: FILES_S3_SECRET_ACCESS_KEY is missing beside FILES_S3_ACCESS_KEY_ID$/,
  },
  {
    what: 'a backup that is too old, by the table',
    settings: () => ({ BACKUP_MARK_TABLE: 'backup.runs.finished_at' }),
    says: /^backup: the last one is 31 hours old, and BACKUP_MAX_AGE_HOURS allows 26$/,
  },
  {
    what: 'a backup table that the role of the service may not read',
    settings: () => ({ BACKUP_MARK_TABLE: 'backup.empty.finished_at' }),
    says: /^backup: the column of BACKUP_MARK_TABLE is not there, .* may not be read by this role$/,
  },
  {
    what: 'a backup table that nobody made',
    settings: () => ({ BACKUP_MARK_TABLE: 'backup.nothing.finished_at' }),
    says: /^backup: the column of BACKUP_MARK_TABLE is not there/,
  },
  {
    what: 'a table of the service itself in place of a backup table',
    settings: () => ({ BACKUP_MARK_TABLE: 'public.users.created_at' }),
    says: /^settings: BACKUP_MARK_TABLE is no schema\.table\.column in a schema of your own$/,
  },
  {
    what: 'a limit that nobody could reach',
    settings: () => ({ RATE_LIMIT_PER_ADDRESS: '10' }),
    says: /^rate limits: RATE_LIMIT_PER_ADDRESS is below RATE_LIMIT_PER_USER/,
  },
];

describe('the doctor', () => {
  it('finds nothing wrong where nothing is, and sees a delivery arrive', async () => {
    const checks = await service.examine({}, service.endpoint);
    expect(failuresIn(checks)).toEqual([]);
    const told = checks.map(({ name, detail }) => `${name}: ${detail}`);
    expect(told).toContain('webhook endpoint: what it takes arrives in this database');
    expect(told).toContain('master key: opens what this database keeps');
    expect(told).toContainEqual(
      expect.stringMatching(/^webhook deliveries: the last verified one came at 20/),
    );
  });

  it.each(rows)('tells $what, and nothing else', async ({ settings, webhookUrl, says }) => {
    const wrong = settings();
    const checks = await service.examine(wrong, webhookUrl?.());
    expect(failuresIn(checks)).toEqual([expect.stringMatching(says)]);
    const [failure] = checks.filter(({ status }) => status === 'fail');
    expect(failure?.advice).toMatch(/^[A-Z].*[.?]$|^Give the whole address/);
    for (const name of ['CLERK_SECRET_KEY', 'TENANTRY_MASTER_KEY', 'CLERK_WEBHOOK_SIGNING_SECRET'])
      expect(JSON.stringify(checks)).not.toContain({ ...service.sound, ...wrong }[name]);
    expect(JSON.stringify(checks)).not.toContain('wr0ng');
  });

  it('tells the age of a backup by the table, and that none has succeeded yet', async () => {
    await service.database.query('insert into backup.runs default values');
    const mark = { BACKUP_MARK_TABLE: 'backup.runs.finished_at', BACKUP_MARK: '' };
    const backupsIn = async () =>
      (await service.examine(mark)).filter(({ name }) => name === 'backup').map(({ detail }) => detail);
    expect(await backupsIn()).toEqual(['the last one is 0 hours old']);
    await service.database.query('delete from backup.runs');
    expect(await backupsIn()).toEqual([expect.stringMatching(/^the table of BACKUP_MARK_TABLE is empty/)]);
  });

  it('takes a certificate whose authority it knows', async () => {
    const url = encrypted.url(`sslmode=verify-full&sslrootcert=${join(folder, 'good.pem')}`);
    const checks = await service.examine({ DATABASE_URL: url });
    expect(failuresIn(checks)).toEqual([]);
    expect(checks).toContainEqual({
      name: 'database encryption',
      status: 'ok',
      detail: 'encrypted, and the certificate is checked',
    });
  });

  it('tells all of it at once where all of it is wrong', async () => {
    await service.clerkCall('PATCH', '/instance', { allowed_origins: [ORIGIN] });
    const checks = await service.examine(
      {
        CLERK_PUBLISHABLE_KEY: other.publishableKey,
        CLERK_INSTANCE_ID: other.instanceId,
        CLERK_WEBHOOK_SIGNING_SECRET: newWebhookSecret(),
        CLERK_AUTHORIZED_PARTIES: `${ORIGIN},https://app.elsewhere.example`,
      },
      service.endpoint,
    );
    expect(failuresIn(checks)).toEqual([
      expect.stringMatching(/^publishable key: CLERK_PUBLISHABLE_KEY is of another instance/),
      expect.stringMatching(/^instance: the secret key belongs to/),
      expect.stringMatching(/^authorized parties: .*https:\/\/app\.elsewhere\.example/),
      expect.stringMatching(/^webhook endpoint: this service refuses/),
    ]);
  });
});
