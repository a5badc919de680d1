import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { type Hasher, isDigestOf, isHasher } from '../../files/digest.rule.js';

const pbkdf2Of = promisify(pbkdf2);
const scryptOf = promisify<string, string, number, object, Buffer>(scrypt);

/** What one verification may cost at the most; a digest that asks for more is imported, and never computed here. */
const MAX = {
  argonKib: 262_144,
  argonPasses: 20,
  bcryptRounds: 15,
  iterations: 5_000_000,
  scryptBytes: 2 ** 28,
};

type Verify = (digest: string, password: string) => Promise<boolean>;

/**
 * The hashers that are verified here, as Clerk reads their digests (reference of `createUser`). A hasher that is missing is
 * imported only: `phpass`, `pbkdf2_sha1`, `sha512_symfony`, `scrypt_firebase`, `awscognito` and the hexadecimal forms.
 */
const VERIFIERS: Partial<Record<Hasher, Verify>> = {
  argon2id: argon2,
  argon2i: argon2,
  bcrypt,
  bcrypt_sha256_django: (digest, password) =>
    bcrypt(digest.slice('bcrypt_sha256$'.length), createHash('sha256').update(password).digest('hex')),
  md5: (digest, password) => plain('md5', digest, password),
  sha256: (digest, password) => plain('sha256', digest, password),
  ldap_ssha: (digest, password) => {
    const bytes = Buffer.from(digest.slice('{SSHA}'.length), 'base64');
    const salted = createHash('sha1').update(password).update(bytes.subarray(20)).digest();
    return Promise.resolve(bytes.length > 20 && isSame(salted, bytes.subarray(0, 20)));
  },
  pbkdf2_sha256: (digest, password) => iterated('sha256', 'base64', digest, password),
  pbkdf2_sha256_django: (digest, password) => iterated('sha256', 'utf8', digest, password),
  pbkdf2_sha512: (digest, password) => iterated('sha512', 'base64', digest, password),
  scrypt_werkzeug: werkzeug,
};

/** Whether a digest can be verified here at all, at a cost that one sign-in may have. */
export function isVerifiable(hasher: string | null, digest: string): hasher is Hasher {
  return hasher !== null && isHasher(hasher) && VERIFIERS[hasher] !== undefined && costs(hasher, digest);
}

/**
 * Whether this is the password of the digest. Takes milliseconds of a core for most hashers: see {@link VerificationQueue}.
 *
 * @returns false where the digest cannot be read, too
 */
export async function isPasswordOf(hasher: Hasher, digest: string, password: string): Promise<boolean> {
  const verify = VERIFIERS[hasher];
  if (verify === undefined || !isDigestOf(hasher, digest) || !costs(hasher, digest)) return false;
  return verify(digest, password).catch(() => false);
}

function costs(hasher: Hasher, digest: string): boolean {
  switch (hasher) {
    case 'argon2id':
    case 'argon2i': {
      const [, memory, passes, parallelism] = /\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(digest) ?? [];
      return Number(memory) <= MAX.argonKib && Number(passes) <= MAX.argonPasses && Number(parallelism) <= 16;
    }
    case 'bcrypt':
    case 'bcrypt_sha256_django':
      // 2x is the faulty bcrypt of old PHP: no library computes it.
      return !digest.includes('$2x$') && Number(/\$2[aby]\$(\d\d)\$/.exec(digest)?.[1]) <= MAX.bcryptRounds;
    case 'pbkdf2_sha256':
    case 'pbkdf2_sha256_django':
    case 'pbkdf2_sha512':
      return Number(digest.split('$')[1]) <= MAX.iterations;
    case 'scrypt_werkzeug': {
      const [, n, r, p] = digest.split(/[:$]/);
      return 128 * Number(n) * Number(r) * Number(p) <= MAX.scryptBytes;
    }
    default:
      return true;
  }
}

function argon2(digest: string, password: string): Promise<boolean> {
  return verifyArgon2(digest, password);
}

function bcrypt(digest: string, password: string): Promise<boolean> {
  return verifyBcrypt(password, digest);
}

function plain(algorithm: string, digest: string, password: string): Promise<boolean> {
  const computed = createHash(algorithm).update(password).digest();
  return Promise.resolve(isSame(computed, Buffer.from(digest, 'hex')));
}

async function iterated(
  algorithm: string,
  saltAs: 'base64' | 'utf8',
  digest: string,
  password: string,
): Promise<boolean> {
  const [, iterations, salt = '', hash = ''] = digest.split('$');
  const expected = Buffer.from(hash, 'base64');
  const bytes = await pbkdf2Of(
    password,
    Buffer.from(salt, saltAs),
    Number(iterations),
    expected.length,
    algorithm,
  );
  return isSame(bytes, expected);
}

async function werkzeug(digest: string, password: string): Promise<boolean> {
  const [, n, r, p, salt = '', hash = ''] = digest.split(/[:$]/);
  const expected = Buffer.from(hash, 'hex');
  const options = { N: Number(n), r: Number(r), p: Number(p), maxmem: 2 * MAX.scryptBytes };
  return isSame(await scryptOf(password, salt, expected.length, options), expected);
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length > 0 && one.length === other.length && timingSafeEqual(one, other);
}
