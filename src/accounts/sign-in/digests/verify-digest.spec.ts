import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hash, type Options } from '@node-rs/argon2';
import { hash as bcryptHash } from '@node-rs/bcrypt';
import type { Hasher } from '../../files/digest.rule.js';
import { isPasswordOf, isVerifiable } from './verify-digest.js';

const PASSWORD = 'p\u00e4ssw\u00f6rd mit  Leerzeichen ';
// Of the library's enumeration, which isolated modules cannot read.
const ARGON2I: unknown = 1;
const CHEAP = { memoryCost: 1_024, timeCost: 1, parallelism: 1 };
const salt = randomBytes(12);

/** As the hashers write them, by their own libraries or by Node. */
const DIGESTS: Record<string, (password: string) => Promise<string> | string> = {
  argon2id: (password) => hash(password, CHEAP),
  argon2i: (password) =>
    hash(password, { ...CHEAP, algorithm: ARGON2I as NonNullable<Options['algorithm']> }),
  bcrypt: (password) => bcryptHash(password, 4),
  bcrypt_sha256_django: async (password) =>
    `bcrypt_sha256$${await bcryptHash(createHash('sha256').update(password).digest('hex'), 4)}`,
  md5: (password) => createHash('md5').update(password).digest('hex'),
  sha256: (password) => createHash('sha256').update(password).digest('hex').toUpperCase(),
  ldap_ssha: (password) =>
    `{SSHA}${Buffer.concat([createHash('sha1').update(password).update(salt).digest(), salt]).toString('base64')}`,
  pbkdf2_sha256: (password) =>
    `pbkdf2_sha256$1000$${salt.toString('base64')}$${pbkdf2Sync(password, salt, 1000, 32, 'sha256').toString('base64')}`,
  pbkdf2_sha256_django: (password) =>
    `pbkdf2_sha256$1000$abcdef$${pbkdf2Sync(password, 'abcdef', 1000, 32, 'sha256').toString('base64')}`,
  pbkdf2_sha512: (password) =>
    `pbkdf2_sha512$1000$${salt.toString('base64')}$${pbkdf2Sync(password, salt, 1000, 64, 'sha512').toString('base64')}`,
  scrypt_werkzeug: (password) =>
    `scrypt:1024:8:1$saltsalt$${scryptSync(password, 'saltsalt', 64, { N: 1024, r: 8, p: 1 }).toString('hex')}`,
};

describe('verifying a digest', () => {
  it.each(Object.keys(DIGESTS))('knows the password of %s, and nothing that is only alike', async (name) => {
    const hasher = name as Hasher;
    const digest = await DIGESTS[name]!(PASSWORD);
    expect(isVerifiable(hasher, digest)).toBe(true);
    expect(await isPasswordOf(hasher, digest, PASSWORD)).toBe(true);
    for (const other of [
      '',
      PASSWORD.trim(),
      PASSWORD.toUpperCase(),
      PASSWORD.normalize('NFD'),
      `${PASSWORD}!`,
    ])
      expect([other, await isPasswordOf(hasher, digest, other)]).toEqual([other, false]);
  });

  it('computes what PHP writes ($2y$), and leaves its faulty form ($2x$) alone', async () => {
    const digest = await bcryptHash(PASSWORD, 4);
    expect(await isPasswordOf('bcrypt', digest.replace(/^\$2b/, '$2y'), PASSWORD)).toBe(true);
    expect(isVerifiable('bcrypt', digest.replace(/^\$2b/, '$2x'))).toBe(false);
  });

  it.each<[string, Hasher, string]>([
    ['memory', 'argon2id', `$argon2id$v=19$m=4194304,t=2,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`],
    ['passes', 'argon2id', `$argon2id$v=19$m=1024,t=9999,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`],
    ['rounds', 'bcrypt', `$2b$31$${'a'.repeat(53)}`],
    ['iterations', 'pbkdf2_sha256', 'pbkdf2_sha256$99999999999$c2FsdA==$aGFzaA=='],
    ['a cost', 'scrypt_werkzeug', `scrypt:1073741824:8:1$salt$${'ab'.repeat(64)}`],
  ])('computes nothing that asks for more %s than a sign-in may cost', async (_, hasher, digest) => {
    expect(isVerifiable(hasher, digest)).toBe(false);
    expect(await isPasswordOf(hasher, digest, PASSWORD)).toBe(false);
  });

  it.each<Hasher>(['phpass', 'scrypt_firebase', 'awscognito', 'pbkdf2_sha1'])('imports %s only', (hasher) => {
    expect(isVerifiable(hasher, 'whatever')).toBe(false);
  });
});
