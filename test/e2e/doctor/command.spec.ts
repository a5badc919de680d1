import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { CommandProcess } from '../../support/command-process.js';
import { newWebhookSecret, ORIGIN } from '../../support/service-variables.js';
import { type ExaminedService, failuresIn, startExaminedService } from './examined-service.js';

interface Report {
  readonly ok: boolean;
  readonly checks: { name: string; status: 'ok' | 'warn' | 'fail'; detail: string; advice?: string }[];
  readonly keys: { name: string; fingerprint: string; since: string | null; rotation: string }[];
}

let service: ExaminedService;
let other: ClerkEmulator;

beforeAll(async () => {
  service = await startExaminedService();
  other = await startClerkEmulator({ port: 0 });
});
afterAll(async () => {
  await other.stop();
  await service.close();
});

async function doctor(extra: Record<string, string>, ...options: string[]) {
  const ended = await new CommandProcess({ ...service.sound, ...extra }, ['doctor', ...options]).ended();
  return { ...ended, report: options.includes('--json') ? (JSON.parse(ended.stdout) as Report) : undefined };
}

/** Nothing of it may stand in what the doctor says. */
const secrets = () =>
  ['CLERK_SECRET_KEY', 'CLERK_WEBHOOK_SIGNING_SECRET', 'TENANTRY_MASTER_KEY', 'DATABASE_URL'].map(
    (name) => service.sound[name] ?? name,
  );

describe('tenantry doctor', () => {
  it('ends with 0 where nothing is wrong, and lists the keys by fingerprint', async () => {
    const { code, report, stdout, stderr } = await doctor({}, '--json', '--webhook-url', service.endpoint);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(report?.ok).toBe(true);
    expect(report?.keys.map(({ name }) => name)).toEqual([
      'CLERK_SECRET_KEY',
      'CLERK_JWT_KEY',
      'CLERK_WEBHOOK_SIGNING_SECRET',
      'TENANTRY_MASTER_KEY',
      'TENANTRY_SIGNING_KEY',
    ]);
    for (const { fingerprint, since, rotation } of report?.keys ?? []) {
      expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
      expect(Date.now() - Date.parse(since ?? '')).toBeLessThan(600_000);
      expect(rotation.length).toBeGreaterThan(20);
    }
    for (const secret of secrets()) expect(stdout).not.toContain(secret);
  });

  it('lists the keys alone with keys list, those of before among them', async () => {
    const previous = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    const { code, stdout, stderr } = await new CommandProcess(
      { ...service.sound, TENANTRY_PREVIOUS_SIGNING_KEYS: previous.toString() },
      ['keys', 'list', '--json'],
    ).ended();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const listed = JSON.parse(stdout) as Report['keys'];
    const { report } = await doctor({}, '--json');
    expect(listed.filter(({ name }) => name !== 'TENANTRY_PREVIOUS_SIGNING_KEYS')).toEqual(report?.keys);
    expect(listed).toHaveLength(6);
    for (const secret of secrets()) expect(stdout).not.toContain(secret);
  });

  it('ends with 1 and names each of four keys of other instances', async () => {
    await service.clerkCall('PATCH', '/instance', { allowed_origins: [ORIGIN] });
    const { code, stdout } = await doctor(
      {
        CLERK_PUBLISHABLE_KEY: other.publishableKey,
        CLERK_INSTANCE_ID: other.instanceId,
        CLERK_WEBHOOK_SIGNING_SECRET: newWebhookSecret(),
        CLERK_AUTHORIZED_PARTIES: `${ORIGIN},https://app.elsewhere.example`,
      },
      '--webhook-url',
      service.endpoint,
    );
    expect(code).toBe(1);
    for (const name of ['publishable key', 'instance', 'authorized parties', 'webhook endpoint'])
      expect(stdout).toMatch(new RegExp(`^FAIL +${name} `, 'm'));
    expect(stdout).toMatch(/^key +CLERK_SECRET_KEY +[0-9a-f]{16} /m);
  });

  it('holds everything to the rules of production when it is asked to', async () => {
    const { code, report } = await doctor({}, '--json', '--production');
    expect(code).toBe(1);
    expect(report?.checks).toContainEqual({
      name: 'settings',
      status: 'fail',
      detail: 'CLERK_SECRET_KEY is not a live key',
      advice: expect.stringContaining('Expected: '),
    });
  });
});

describe('POST /api/v1/operations/doctor', () => {
  it('says the same to staff that may look at operations', async () => {
    const { body } = await service.as('operator@tenantry.test').post('/api/v1/operations/doctor').expect(200);
    const report = body as Report;
    expect(failuresIn(report.checks)).toEqual([]);
    expect(report.ok).toBe(true);
    const names = report.checks.map(({ name }) => name);
    for (const name of ['master key', 'publishable key', 'instance', 'drift', 'schedule', 'dead letters'])
      expect(names).toContain(name);
    expect(report.keys.map(({ name }) => name)).toContain('TENANTRY_MASTER_KEY');
    for (const secret of secrets()) expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('says nothing to anybody else', async () => {
    await service.as('compliance@tenantry.test').post('/api/v1/operations/doctor').expect(403);
    await service.as('olivia@harbour.test').post('/api/v1/operations/doctor').expect(403);
    await service.anonymous().post('/api/v1/operations/doctor').expect(401);
  });
});
