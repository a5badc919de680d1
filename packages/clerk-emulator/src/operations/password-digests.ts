import { createHash, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';
import type { PasswordRecord } from '../state/records.js';

/**
 * Checks a password against an imported digest that Node can compute: md5, sha256, Django's PBKDF2 and werkzeug's
 * scrypt. Digests of other hashers are kept as they came and match nothing.
 */
export function verifyForeignDigest({ digest, hasher }: PasswordRecord, password: string): boolean {
  switch (hasher) {
    case 'md5':
    case 'sha256':
      return same(createHash(hasher).update(password).digest(), Buffer.from(digest, 'hex'));
    case 'pbkdf2_sha256':
    case 'pbkdf2_sha256_django': {
      const [, iterations = '0', salt = '', hash = ''] = digest.split('$');
      const expected = Buffer.from(hash, 'base64');
      // Django uses the salt as text, the plain form as base64.
      const saltBytes = hasher.endsWith('django') ? Buffer.from(salt) : Buffer.from(salt, 'base64');
      if (!(Number(iterations) > 0) || expected.length === 0) return false;
      return same(pbkdf2Sync(password, saltBytes, Number(iterations), expected.length, 'sha256'), expected);
    }
    case 'scrypt_werkzeug': {
      const match = /^scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$([0-9a-f]+)$/.exec(digest);
      if (!match) return false;
      const [, n, r, p, salt = '', hash = ''] = match;
      const expected = Buffer.from(hash, 'hex');
      const options = { N: Number(n), r: Number(r), p: Number(p), maxmem: 256 * 1024 * 1024 };
      return same(scryptSync(password, salt, expected.length, options), expected);
    }
    default:
      return false;
  }
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
