import { createCipheriv, createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import type { PasswordRecord } from '../state/records.js';
import { phpassOf } from './phpass.js';

const pbkdf2Of = promisify(pbkdf2);
const scryptOf = promisify<string, Buffer | string, number, object, Buffer>(scrypt);

type Verify = (digest: string, password: string) => Promise<boolean> | boolean;

/** Each in the form that Clerk's reference of `createUser` names. */
const VERIFIERS: Readonly<Record<string, Verify>> = {
  bcrypt: (digest, password) => verifyBcrypt(password, digest),
  bcrypt_sha256_django: (digest, password) =>
    verifyBcrypt(hexOf('sha256', password), digest.slice('bcrypt_sha256$'.length)),
  md5: (digest, password) => same(Buffer.from(hexOf('md5', password), 'hex'), Buffer.from(digest, 'hex')),
  sha256: (digest, password) =>
    same(Buffer.from(hexOf('sha256', password), 'hex'), Buffer.from(digest, 'hex')),
  ldap_ssha: (digest, password) => {
    const bytes = Buffer.from(digest.slice('{SSHA}'.length), 'base64');
    const salted = createHash('sha1').update(password).update(bytes.subarray(20)).digest();
    return same(salted, bytes.subarray(0, 20));
  },
  phpass: (digest, password) => same(Buffer.from(phpassOf(digest, password)), Buffer.from(digest)),
  // What went into it was the MD5 of the password, in hexadecimal.
  md5_phpass: (digest, password) =>
    same(Buffer.from(phpassOf(digest, hexOf('md5', password))), Buffer.from(digest)),
  // Django uses the salt as text; the plain forms as base64 or hexadecimal.
  pbkdf2_sha256_django: (digest, password) => iterated('sha256', ['utf8', 'base64'], digest, password),
  pbkdf2_sha256: (digest, password) => iterated('sha256', ['base64', 'base64'], digest, password),
  pbkdf2_sha512: (digest, password) => iterated('sha512', ['base64', 'base64'], digest, password),
  pbkdf2_sha512_hex: (digest, password) => iterated('sha512', ['hex', 'hex'], digest, password),
  pbkdf2_sha1: (digest, password) => iterated('sha1', ['hex', 'hex'], digest, password),
  scrypt_firebase: firebase,
  scrypt_werkzeug: werkzeug,
};

/**
 * Checks a password against an imported digest. Those of `awscognito` and `sha512_symfony` are kept as they came and match
 * nothing.
 */
export async function verifyForeignDigest(
  { digest, hasher }: PasswordRecord,
  password: string,
): Promise<boolean> {
  const verify = VERIFIERS[hasher];
  if (verify === undefined) return false;
  try {
    return await verify(digest, password);
  } catch {
    return false;
  }
}

function hexOf(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

async function iterated(
  algorithm: string,
  [salted, hashed]: readonly [BufferEncoding, BufferEncoding],
  digest: string,
  password: string,
): Promise<boolean> {
  const [, iterations = '0', salt = '', hash = ''] = digest.split('$');
  const expected = Buffer.from(hash, hashed);
  if (expected.length === 0) return false;
  const bytes = Buffer.from(salt, salted);
  return same(await pbkdf2Of(password, bytes, Number(iterations), expected.length, algorithm), expected);
}

/** `hash$salt$signer key$salt separator$rounds$memory cost`: the signer key, encrypted by a key made from the password. */
async function firebase(digest: string, password: string): Promise<boolean> {
  const [hash = '', salt = '', signer = '', separator = '', rounds = '', memory = ''] = digest.split('$');
  const [expected, saltBytes, signerKey, separatorBytes] = [hash, salt, signer, separator].map((text) =>
    Buffer.from(text, 'base64'),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const options = { N: 2 ** Number(memory), r: Number(rounds), p: 1, maxmem: 256 * 1024 * 1024 };
  const key = await scryptOf(password, Buffer.concat([saltBytes, separatorBytes]), 32, options);
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return same(Buffer.concat([cipher.update(signerKey), cipher.final()]), expected);
}

async function werkzeug(digest: string, password: string): Promise<boolean> {
  const match = /^scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$([0-9a-f]+)$/.exec(digest);
  if (!match) return false;
  const [, n, r, p, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'hex');
  const options = { N: Number(n), r: Number(r), p: Number(p), maxmem: 256 * 1024 * 1024 };
  return same(await scryptOf(password, salt, expected.length, options), expected);
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
