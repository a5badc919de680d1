import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditChangedError, AuditCheckService } from '#audit';
import { CommandProcess } from '../../support/command-process.js';
import { type SealedLog, startSealedLog } from './sealed-log.js';

describe('audit verify', () => {
  let log: SealedLog;
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-verify-'));

  beforeAll(async () => {
    log = await startSealedLog();
    await log.write(12);
    await log.sealAndSign();
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await log.close();
  });

  const pem = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  /** In the test's own folder, so that no `.env` of the project counts. */
  const verify = (words: string[] = [], variables: Record<string, string> = {}) =>
    new CommandProcess(
      {
        TENANTRY_LOCAL_DIR: folder,
        DATABASE_URL: log.database.url,
        TENANTRY_DATA_DIR: log.environment.dataDir,
        TENANTRY_SIGNING_KEY: log.environment.signingKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        ...variables,
      },
      ['audit', 'verify', ...words],
    ).ended();
  const exported = async () => {
    const token = log.clerk.control.tokens({ email: 'auditor@tenantry.test' }).jwt;
    const answer = await fetch(`${log.url}/api/v1/audit-log/export`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, text: await answer.text() };
  };

  it('says that nothing was changed, without a progress bar where nobody watches', async () => {
    const { code, stdout, stderr } = await verify();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Nothing was changed.');
    expect(stdout).toMatch(/rows checked +\d+/);
  });

  it('with --json prints a report that programs can read', async () => {
    const { code, stdout } = await verify(['--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ isIntact: true, firstBad: null, invalidCheckpoints: 0 });
  });

  it('with another key believes no checkpoint and says so', async () => {
    const stranger = generateKeyPairSync('ed25519').publicKey;
    const key = file('stranger.pem', stranger.export({ type: 'spki', format: 'pem' }).toString());
    const { code, stdout } = await verify(['--public-key', key]);
    expect(code).toBe(1);
    expect(stdout).toContain('not signed by this key');
  });

  it('tells what is missing or broken in a sentence, without a stack', async () => {
    const faults: [string[], Record<string, string>, RegExp][] = [
      [['--public-key', file('none.pem', 'no key')], {}, /key cannot be read/],
      [['--file', '/nowhere/export.ndjson'], {}, /no such file/],
      [['--file', file('text.ndjson', 'hello\n')], {}, /no export/],
      [[], { TENANTRY_SIGNING_KEY: '' }, /--public-key/],
      [[], { DATABASE_URL: '' }, /DATABASE_URL/],
    ];
    const outcomes = await Promise.all(faults.map(([words, variables]) => verify(words, variables)));
    outcomes.forEach(({ code, stderr }, index) => {
      expect(code).toBe(1);
      expect(stderr).toMatch(faults[index]![2]);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });

  it('checks an export offline with the public key alone, and finds what was changed or cut in it', async () => {
    log.clerk.control.ensureUser({ email: 'auditor@tenantry.test' });
    await log.as('auditor@tenantry.test').get('/api/v1/me').expect(200);
    await log.database.query(
      `insert into platform_role_grants (user_id, role, granted_at)
       select id, 'compliance', now() from users`,
    );
    await log.sealAndSign();
    const { status, text } = await exported();
    expect([status, text.split('\n').length > 12]).toEqual([200, true]);
    const offline = { DATABASE_URL: '', TENANTRY_DATA_DIR: '', TENANTRY_SIGNING_KEY: '' };
    const key = file(
      'public.pem',
      pem(createPrivateKey(log.environment.signingKey.export({ type: 'pkcs8', format: 'pem' }))),
    );
    const check = (name: string, changed: string) =>
      verify(['--file', file(name, changed), '--public-key', key], offline);
    expect(await check('whole.ndjson', text)).toMatchObject({ code: 0, stderr: '' });
    const lines = text.trimEnd().split('\n');
    const row = lines.findIndex((line) => line.includes('property.updated'));
    const changed = lines.with(row, lines[row]!.replace('property.updated', 'property.deleted'));
    const found = await check('changed.ndjson', `${changed.join('\n')}\n`);
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('first bad row');
    const cut = [lines.toSpliced(row, 1), lines.slice(0, -1), lines.slice(0, row + 2)];
    const spoiled = [
      ...cut.map((kept) => `${kept.join('\n')}\n`),
      text.slice(0, Math.floor(text.length * 0.7)),
    ];
    const outcomes = await Promise.all(spoiled.map((each, index) => check(`spoiled-${index}.ndjson`, each)));
    expect(outcomes.map((outcome) => outcome.code)).toEqual([1, 1, 1, 1]);
  });

  it('tells of rows that are in no chain until the nightly check has given them a late position', async () => {
    const [row] = await log.database.query<{ id: string }>(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id, xid)
       values (gen_random_uuid(), 'user.created', 'allowed', 'system', 'stray', '3') returning id`,
    );
    const { code, stdout, stderr } = await verify();
    expect([code, stdout.split('\n')[0]]).toEqual([1, 'THE LOG IS NOT WHOLE: THE CHAIN LEAVES ROWS OUT.']);
    expect(stdout).toContain(`in no chain          1 rows, the first ${row!.id}`);
    expect(stderr).toContain('not what was sealed');
    const machine = await verify(['--json']);
    expect(machine.code).toBe(1);
    expect(JSON.parse(machine.stdout)).toMatchObject({
      isIntact: false,
      firstBad: null,
      passedBy: { rows: 1, firstId: row!.id },
    });
    const check = log.app.get(AuditCheckService, { strict: false });
    await expect(check.run(new AbortController().signal)).rejects.toThrow('1 rows were in no chain');
    expect(await verify()).toMatchObject({ code: 0, stderr: '' });
  });

  it('names the first bad row of the database, and the nightly check raises the same alarm', async () => {
    const targetOfFifth = async (target: string) => {
      await log.database.query(
        `update audit_events set target_id = $1 where id = (select event_id from audit_seals where sequence = 5)`,
        [target],
      );
    };
    const [fifth] = await log.database.query<{ target: string }>(
      'select target_id as target from audit_seals join audit_events on id = event_id where sequence = 5',
    );
    await log.database.query('alter table audit_events disable trigger user');
    await targetOfFifth('x');
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toContain('THE LOG WAS CHANGED.');
    expect(stdout).toMatch(/first bad row +5 \(/);
    const check = log.app.get(AuditCheckService, { strict: false });
    await expect(check.run(new AbortController().signal)).rejects.toThrow(AuditChangedError);
    const told = await log.database.query(
      `select change ->> 'firstBadRow' as row from audit_events
        where action = 'audit.change_found' and change ->> 'passedBy' = '0'`,
    );
    expect(told).toEqual([{ row: '5' }]);
    // As it was, for the tests that look at the whole log.
    await targetOfFifth(fifth!.target);
    await log.database.query('alter table audit_events enable trigger user');
  });
});
