import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeyId, signDocument } from '#libs/audit-chain';
import { type Certificate, CERTIFICATE_TYPE } from '#privacy';
import { type Outcome, Workplace } from '../local/driven-service.js';

const DOCUMENT: Certificate = {
  erasureId: '01a1fdb0-0360-76d9-9851-0985b91d063e',
  request: {
    cause: 'request',
    askedBy: 'the person',
    requestedAt: '2026-11-21T10:00:00.000Z',
    graceUntil: '2026-11-28T10:00:00.000Z',
    begunAt: '2026-11-28T10:00:01.000Z',
    completedAt: '2026-11-28T10:00:02.000Z',
  },
  deadline: { law: 'gdpr', dueAt: '2026-12-21T23:59:59.999Z', extended: false, inTime: true },
  modules: [{ module: 'users', tables: [{ table: 'public.users', strategy: 'delete', count: 1 }] }],
  kept: [{ table: 'public.audit_events', article: 'Art. 17(3)(e) GDPR', count: 7 }],
  holds: [],
  processors: [{ name: 'Clerk, Inc.', answer: 'deleted' }],
  probe: {
    tables: 50,
    columns: 280,
    rows: 200,
    files: 3,
    searched: { addresses: 1, clerkIds: 1, ownIds: 1, fullNames: 1, singleNames: 2 },
    namesakes: [],
    hits: [],
  },
  backups: { keptDays: 30, expireBy: '2026-12-28T10:00:02.000Z' },
  key: 'destroyed last',
  auditHead: { sequence: 36, hash: '80' },
};

describe('certificate verify, with nothing but the file and the public key', () => {
  const workplace = new Workplace();
  const keys = generateKeyPairSync('ed25519');
  const signed = signDocument(CERTIFICATE_TYPE, DOCUMENT, keys.privateKey);
  const path = (name: string) => join(workplace.folder, name);
  const write = (name: string, text: string) => {
    writeFileSync(path(name), text);
  };

  beforeAll(() => {
    write('certificate.json', JSON.stringify(signed));
    // Another order of the keys and other spaces are the same document.
    write('pretty.json', JSON.stringify(JSON.parse(JSON.stringify(signed)), null, 4));
    write(
      'changed.json',
      JSON.stringify({ ...signed, document: { ...DOCUMENT, holds: [{ article: 'x' }] } }),
    );
    write('cut.json', JSON.stringify(signed).slice(0, 500));
    write('other.json', JSON.stringify({ ...signed, type: 'tenantry/export-receipt/v1' }));
    write('key.pem', keys.publicKey.export({ type: 'spki', format: 'pem' }).toString());
    const stranger = generateKeyPairSync('ed25519').publicKey;
    write('stranger.pem', stranger.export({ type: 'spki', format: 'pem' }).toString());
  });

  afterAll(() => {
    workplace.clear();
  });

  const verify = (file: string, key = 'key.pem', ...more: string[]): Promise<Outcome> =>
    workplace.run('bundle/tenantry.js', [
      'certificate',
      'verify',
      path(file),
      '--public-key',
      path(key),
      ...more,
    ]);

  it('says what a genuine one says', async () => {
    const plain = await verify('certificate.json');
    expect([plain.code, plain.stdout.split('\n')[0]]).toEqual([0, `genuine: erasure ${DOCUMENT.erasureId}`]);
    expect(plain.stdout).toContain('1 rows erased, 7 rows kept');
    const json = await verify('pretty.json', 'key.pem', '--json');
    expect([json.code, JSON.parse(json.stdout)]).toEqual([0, { valid: true, erasureId: DOCUMENT.erasureId }]);
  }, 120_000);

  it.each([
    ['changed.json', 'key.pem', 'it was changed after it was signed'],
    ['certificate.json', 'stranger.pem', `signed with key ${publicKeyId(keys.publicKey)}`],
    ['cut.json', 'key.pem', 'it is not whole'],
    ['other.json', 'key.pem', 'holds no certificate of erasure'],
    ['missing.json', 'key.pem', 'cannot be read'],
    ['certificate.json', 'certificate.json', 'holds no public key'],
  ])(
    'refuses %s with %s: %s',
    async (file, key, why) => {
      const { code, stdout, stderr } = await verify(file, key);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(why);
    },
    300_000,
  );
});
