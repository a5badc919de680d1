import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';

describe('the data folder', () => {
  let dataDir: string;
  let clerk: ClerkEmulator | undefined;

  const start = async (): Promise<ClerkEmulator> => {
    clerk = await startClerkEmulator({ port: 0, dataDir, rateLimits: 'off' });
    return clerk;
  };
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'clerk-emulator-'));
  });
  afterEach(async () => {
    await clerk?.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('gives a restart the same keys, people and clock', async () => {
    const before = await start();
    const userId = before.control.ensureUser({ email: 'ada@example.test', firstName: 'Ada' }).id;
    before.control.ensureOrganization({ name: 'Harbour', slug: 'harbour', createdBy: userId });
    before.control.tokens({ userId });
    before.control.advanceClock(3_600);
    const state = before.control.state();
    await before.stop();
    const after = await start();
    expect(after.control.state()).toEqual(state);
    expect([after.secretKey, after.jwtKey, after.webhookSecret, after.instanceId]).toEqual([
      before.secretKey,
      before.jwtKey,
      before.webhookSecret,
      before.instanceId,
    ]);
    expect(after.control.now()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it('is readable by its owner only', async () => {
    await start();
    for (const file of ['instance.json', 'state.ndjson']) {
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('is written without waiting for a stop, and a line torn by a crash costs only itself', async () => {
    const first = await start();
    first.control.ensureUser({ email: 'kept@example.test' });
    await new Promise((done) => setTimeout(done, 400));
    // As after kill -9: nothing was closed, and the last line is half there.
    appendFileSync(join(dataDir, 'state.ndjson'), '[["users","user_half",{"id":"user_ha');
    const second = await startClerkEmulator({ port: 0, dataDir, rateLimits: 'off' });
    second.control.ensureUser({ email: 'later@example.test' });
    await second.stop();
    await first.stop();
    const third = await start();
    const addresses = third.control.state().users.map(({ email_addresses }) => {
      const [email] = email_addresses as { email_address: string }[];
      return email?.email_address;
    });
    expect(addresses).toEqual(['kept@example.test', 'later@example.test']);
  });

  it('that is damaged stops the start and leaves no server behind', async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    await first.stop();
    appendFileSync(join(dataDir, 'state.ndjson'), 'not a line of ours\n');
    await expect(startClerkEmulator({ port, dataDir })).rejects.toThrow();
    await expect(fetch(`${first.url}/.well-known/jwks.json`)).rejects.toThrow();
  });

  it('stays small: history is folded away at the next start', async () => {
    const before = await start();
    const { id } = before.control.ensureUser({ email: 'ada@example.test' });
    for (let round = 0; round < 60; round++) {
      for (let step = 0; step < 200; step++) before.control.ensureUser({ email: `r${round}s${step}@x.test` });
      before.control.reset();
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(before.control.state().users.map((user) => user['id'])).not.toContain(id);
    await before.stop();
    const size = statSync(join(dataDir, 'state.ndjson')).size;
    await start();
    expect(statSync(join(dataDir, 'state.ndjson')).size).toBeLessThanOrEqual(size);
    expect(clerk?.control.state().users).toEqual([]);
  });
});
