import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { serializeError } from '../../libs/http/logging/serialize-error.js';
import { outlinesOf } from '../../libs/telemetry/errors/error-outline.js';
import { ServiceProcess } from '../convergence/service-process.js';
import { ApiClient } from '../support/api-client.js';
import { ModuleRecorder } from '../support/module-recorder.js';
import { newWebhookSecret, ORIGIN, serviceVariables } from '../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ROOT = join(import.meta.dirname, '../..');
const BUNDLE = join(ROOT, 'dist/bundle');

/** The files that the service consists of; those of an earlier build may lie beside them. */
function files(): string[] {
  const found = new Set(['main.js']);
  for (const name of found) {
    const text = readFileSync(join(BUNDLE, name), 'utf8');
    for (const [, next = ''] of text.matchAll(/["']\.\/([\w.-]+\.js)["']/g))
      if (existsSync(join(BUNDLE, next))) found.add(next);
  }
  return [...found];
}

/** The package that a path below `node_modules` belongs to. */
function packageOf(path: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

describe('the service in its bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bundle-'));
  const recorder = new ModuleRecorder(folder);
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let service: ServiceProcess;
  let owner: ApiClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false, authorizedParties: [ORIGIN] });
    service = await ServiceProcess.prepare({
      ...serviceVariables({
        databaseUrl: database.url,
        clerk,
        directory: folder,
        webhookSecrets: [newWebhookSecret()],
      }),
      NODE_OPTIONS: recorder.option,
      TENANTRY_PLATFORM_OWNERS: clerk.control.ensureUser({ email: 'owner@tenantry.test' }).id,
    });
    await service.start();
    owner = new ApiClient(
      service.url,
      () => clerk.control.tokens({ email: 'owner@tenantry.test', claims: { fva: [0, -1] } }).jwt,
    );
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await clerk.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads a body by what its class takes over from another one', async () => {
    const { body: organization } = await owner.post('/api/v1/organizations', { name: 'Bundled' }).expect(201);
    const accounts = `/api/v1/organizations/${organization.id}/service-accounts`;
    const { body: account } = await owner.post(accounts, { name: 'Robot' }).expect(201);
    const keys = `${accounts}/${account.id}/keys`;
    const { body: key } = await owner.post(keys, {}).expect(201);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { body: next } = await owner.post(`${keys}/${key.id}/rotate`, { expiresAt }).expect(201);
    expect(next.expiresAt).toBe(expiresAt);
    const { body: problem } = await owner
      .post(`${keys}/${next.id}/rotate`, { expiresAt: 'soon' })
      .expect(400);
    expect(problem.errors).toMatchObject([{ field: 'expiresAt' }]);
  });

  it('tells of the frames of an error where they were written, in logs and to the tracker', () => {
    const frameOf = (name: RegExp, text: string) => {
      const file = files().find((each) => name.test(each))!;
      const lines = readFileSync(join(BUNDLE, file), 'utf8').split('\n');
      const at = lines.findIndex((line) => line.includes(text));
      expect(at).toBeGreaterThan(0);
      return `    at start (file://${join(BUNDLE, file)}:${at + 1}:30)`;
    };
    const error = new Error('late');
    const [own, ofPackage] = [
      frameOf(/^tenants-.*\.js$/, 'let TenantsModule = class'),
      frameOf(/^typeorm-.*\.js$/, 'QueryFailedError = class'),
    ];
    error.stack = `Error: late\n${own}\n${ofPackage}`;
    const { frames } = outlinesOf(error)[0]!;
    expect(frames).toMatchObject([{ filename: 'src/tenants/tenants.module.ts', function: 'start' }]);
    const { lineno } = frames[0]!;
    const source = readFileSync(join(ROOT, 'src/tenants/tenants.module.ts'), 'utf8').split('\n');
    expect(source[lineno - 1]).toContain('class TenantsModule');
    expect(serializeError(error).frames).toEqual([
      expect.stringMatching(new RegExp(`^at start \\(src/tenants/tenants\\.module\\.ts:${lineno}:\\d+\\)$`)),
      ofPackage.trim(),
    ]);
  });

  it('loads no package that is a part of it a second time', async () => {
    await service.stop();
    const loaded = recorder.loaded();
    const beside = new Set(loaded.map(packageOf).filter((name) => name !== undefined));
    const bundled = new Set(
      files().flatMap((name) => {
        const text = readFileSync(join(BUNDLE, name), 'utf8');
        return [...text.matchAll(/^\/\/ (node_modules\/\S+)$/gm)].map(([, path]) => packageOf(path!));
      }),
    );
    expect(bundled.size).toBeGreaterThan(50);
    expect(beside.has('pg')).toBe(true);
    expect([...beside].filter((name) => bundled.has(name))).toEqual([]);
    // What nothing has asked for yet.
    expect(
      [...beside].filter((name) => /^(echarts|zrender|@aws-sdk\/.*|@opentelemetry\/(?!api).*)$/.test(name)),
    ).toEqual([]);
  });
});
