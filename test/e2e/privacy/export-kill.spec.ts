import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { ServiceProcess } from '../../convergence/service-process.js';
import { ORIGIN, serviceVariables } from '../../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { expectWhole, tablesIn, unzip } from './export-archive.js';
import { storedIn } from './stored-files.js';

const EMAIL = 'kim@example.test';
const ROWS = 6_000;
const KILLS = 3;

describe('a service that is killed while it packs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-export-kill-'));
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let service: ServiceProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({
      port: 0,
      authorizedParties: [ORIGIN],
      enforceRateLimits: false,
    });
    clerk.control.ensureUser({ email: EMAIL });
    service = await ServiceProcess.prepare(serviceVariables({ databaseUrl: database.url, clerk, directory }));
    await service.start();
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const call = (method: string, path: string, body?: object) =>
    fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${clerk.control.tokens({ email: EMAIL }).jwt}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const filesOf = (id: string) => {
    const folder = join(directory, 'exports');
    try {
      return readdirSync(folder).filter((name) => name.startsWith(id));
    } catch {
      return [];
    }
  };

  it(`begins again, ${KILLS} times over, and ends in one whole archive`, async () => {
    const { id: userId } = (await (await call('GET', '/me')).json()) as { id: string };
    await database.query(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id, change)
       select gen_random_uuid(), 'property.updated', 'allowed', 'user', $1, jsonb_build_object('n', n)
       from generate_series(1, $2) n`,
      [userId, ROWS],
    );
    const { id } = (await (await call('POST', '/privacy/exports', { userId })).json()) as { id: string };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      while (filesOf(id).filter((name) => name.includes(`.${kill}.zip`)).length < 2) await sleep(5);
      await service.kill();
      for (const name of filesOf(id))
        expect(readFileSync(join(directory, 'exports', name), 'latin1')).not.toContain(EMAIL);
      await service.start();
      // The queue gives the job to another worker by itself when its time is over, after a quarter of an hour.
      await database.query(
        `update jobs.job set state = 'retry', start_after = now() where name = 'privacy.pack-export' and state = 'active'`,
      );
    }
    let state: { status: string } = { status: '' };
    while (state.status !== 'ready') {
      await sleep(50);
      state = (await (await call('GET', `/privacy/exports/${id}`)).json()) as { status: string };
    }
    const answer = await call('GET', `/privacy/exports/${id}/download`);
    const archive = await unzip(Buffer.from(await answer.arrayBuffer()));
    expectWhole(archive);
    expect(tablesIn(archive).get('audit_events')!.count).toBeGreaterThanOrEqual(ROWS);
    const [row] = await database.query<{ attempts: number; file_name: string }>(
      'select attempts, file_name from privacy_exports where id = $1',
      [id],
    );
    expect(row!.attempts).toBe(KILLS + 1);
    expect(await storedIn(database, 'exports', id)).toContain(row!.file_name);
  }, 120_000);
});
