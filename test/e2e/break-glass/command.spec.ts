import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBreakGlassToken } from '#libs/break-glass';
import { CommandProcess } from '../../support/command-process.js';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-break-glass-'));
const key = join(folder, 'key.pem');
const USER = `user_${'a'.repeat(27)}`;
const REASON = 'Incident 12: an account was taken over';

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Without a setting: it is no business of the machine that the service runs on. */
const command = (...words: string[]) => new CommandProcess({}, ['break-glass', ...words]).ended();
const issue = (...words: string[]) =>
  command('issue', '--user', USER, '--reason', REASON, '--key', key, ...words);

describe('tenantry break-glass', () => {
  it('makes a key pair, whose private part only its owner may read, and leaves one that is there alone', async () => {
    const { code, stdout, stderr } = await command('keys', '--key', key);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(createPublicKey(stdout).asymmetricKeyType).toBe('ed25519');
    expect(createPublicKey(readFileSync(key)).export({ type: 'spki', format: 'pem' })).toBe(stdout);
    const again = await command('keys', '--key', key);
    expect([again.code, again.stdout, again.stderr]).toEqual([
      1,
      '',
      expect.stringContaining('cannot be made (EEXIST)'),
    ]);
  });

  it('prints tokens, each with an id of its own, of an hour or less', async () => {
    const publicKey = createPublicKey(readFileSync(key));
    const { code, stdout } = await issue('--minutes', '5', '--count', '3');
    expect(code).toBe(0);
    const read = stdout
      .trim()
      .split('\n')
      .map((token) => readBreakGlassToken(token, publicKey, { nowMs: Date.now(), skewMs: 0 }));
    expect(read).toHaveLength(3);
    const ids = new Set<string>();
    for (const claims of read) {
      if (typeof claims === 'string') throw new Error(claims);
      expect(claims).toMatchObject({ subject: USER, reason: REASON });
      expect(claims.expiresAt - claims.notBefore).toBe(300);
      ids.add(claims.id);
    }
    expect(ids.size).toBe(3);
    const json = JSON.parse((await issue('--json')).stdout) as {
      token: string;
      id: string;
      expiresAt: string;
    }[];
    expect(json).toHaveLength(10);
    const left = Date.parse(json[0]!.expiresAt) - Date.now();
    expect([left <= 3_600_000, left > 3_500_000]).toEqual([true, true]);
  });

  it.each([
    ['more than an hour', ['--minutes', '61'], '--minutes is a whole number from 1 to 60'],
    ['no time', ['--minutes', '0'], '--minutes is a whole number from 1 to 60'],
    ['part of a minute', ['--minutes', '1.5'], '--minutes is a whole number from 1 to 60'],
    ['many', ['--count', '101'], '--count is a whole number from 1 to 100'],
    ['nobody', ['--user', 'owner@tenantry.test'], '--user is no id of a person'],
    ['no reason', ['--reason', 'because'], '--reason is not 10 to 200 characters long'],
    ['a key that is not there', ['--key', join(folder, 'none')], 'holds no private key'],
  ])('makes none for %s', async (_, words, told) => {
    const { code, stdout, stderr } = await issue(...words);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(told)]);
  });

  it('makes none by a key of another kind, or by half a key', async () => {
    const rsa = join(folder, 'rsa.pem');
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(rsa, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect((await issue('--key', rsa)).stderr).toContain('holds no Ed25519 key');
    writeFileSync(rsa, publicKey.export({ type: 'spki', format: 'pem' }));
    expect((await issue('--key', rsa)).stderr).toContain('holds no private key');
  });
});
