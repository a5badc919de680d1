import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { hash as bcryptHash } from '@node-rs/bcrypt';
import { describe, expect, it } from 'vitest';
import { verifyForeignDigest } from '../../packages/clerk-emulator/src/operations/password-digests.js';

const PASSWORD = 'p\u00e4ssw\u00f6rd';
const salt = randomBytes(12);
const iterated = (algorithm: string, coding: BufferEncoding) => [
  salt.toString(coding),
  pbkdf2Sync(PASSWORD, salt, 1_000, 32, algorithm).toString(coding),
];
const hex = (algorithm: string) => createHash(algorithm).update(PASSWORD).digest('hex');

describe('digests of other systems at the local Clerk', () => {
  it.each<[string, string, () => Promise<string> | string]>([
    // Of the documentation of each.
    ['phpass', 'test12345', () => '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
    [
      'scrypt_firebase',
      'user1password',
      () =>
        'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==$42xEC+ixf3L2lw==$' +
        'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$Bw==$8$14',
    ],
    ['bcrypt', PASSWORD, () => bcryptHash(PASSWORD, 4)],
    ['bcrypt', PASSWORD, async () => (await bcryptHash(PASSWORD, 4)).replace('$2b$', '$2y$')],
    ['bcrypt_sha256_django', PASSWORD, async () => `bcrypt_sha256$${await bcryptHash(hex('sha256'), 4)}`],
    ['md5', PASSWORD, () => hex('md5')],
    ['sha256', PASSWORD, () => hex('sha256')],
    [
      'ldap_ssha',
      PASSWORD,
      () =>
        `{SSHA}${Buffer.concat([createHash('sha1').update(PASSWORD).update(salt).digest(), salt]).toString('base64')}`,
    ],
    ['pbkdf2_sha1', PASSWORD, () => ['pbkdf2_sha1', 1_000, ...iterated('sha1', 'hex'), 32].join('$')],
    ['pbkdf2_sha256', PASSWORD, () => ['pbkdf2_sha256', 1_000, ...iterated('sha256', 'base64')].join('$')],
    ['pbkdf2_sha512', PASSWORD, () => ['pbkdf2_sha512', 1_000, ...iterated('sha512', 'base64')].join('$')],
    [
      'pbkdf2_sha512_hex',
      PASSWORD,
      () => ['pbkdf2_sha512_hex', 1_000, ...iterated('sha512', 'hex')].join('$'),
    ],
    [
      'scrypt_werkzeug',
      PASSWORD,
      () =>
        `scrypt:1024:8:1$saltsalt$${scryptSync(PASSWORD, 'saltsalt', 64, { N: 1024, r: 8, p: 1 }).toString('hex')}`,
    ],
  ])('%s knows %s, and nothing else', async (hasher, password, digestOf) => {
    const record = { digest: await digestOf(), hasher, compromised: false, updated_at: 0 };
    expect(await verifyForeignDigest(record, password)).toBe(true);
    for (const other of ['', `${password} `, password.toUpperCase()])
      expect(await verifyForeignDigest(record, other)).toBe(false);
  });

  it('match nothing where they cannot be read', async () => {
    for (const hasher of ['bcrypt', 'phpass', 'scrypt_firebase', 'pbkdf2_sha1', 'ldap_ssha', 'awscognito'])
      expect(
        await verifyForeignDigest({ digest: 'none', hasher, compromised: false, updated_at: 0 }, 'none'),
      ).toBe(false);
  });
});
