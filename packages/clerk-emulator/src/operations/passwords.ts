import { hash, verify } from '@node-rs/argon2';
import type { EmulatorCore } from '../emulator-core.js';
import { badValue, clerkError } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import type { PasswordRecord } from '../state/records.js';
import { verifyForeignDigest } from './password-digests.js';

const MIN_LENGTH = 8;

const HASHERS = [
  'argon2i',
  'argon2id',
  'awscognito',
  'bcrypt',
  'bcrypt_sha256_django',
  'md5',
  'pbkdf2_sha256',
  'pbkdf2_sha512',
  'pbkdf2_sha512_hex',
  'pbkdf2_sha256_django',
  'pbkdf2_sha1',
  'phpass',
  'scrypt_firebase',
  'scrypt_werkzeug',
  'sha256',
  'md5_phpass',
  'ldap_ssha',
  'sha512_symfony',
];

/** Reads `password`, or `password_digest` with `password_hasher`, from a body. Undefined when neither was sent. */
export async function readPassword(core: EmulatorCore, body: Fields): Promise<PasswordRecord | undefined> {
  const password = body.optionalText('password');
  const digest = body.optionalText('password_digest');
  const base = { compromised: false, updated_at: core.clock.now() };
  if (digest !== undefined) {
    const hasher = body.text('password_hasher');
    if (!HASHERS.includes(hasher)) throw badValue('password_hasher', `${hasher} is not a supported hasher.`);
    if (/^argon2/.test(hasher) && !/^\$argon2(id|i)\$v=19\$m=\d+,t=\d+,p=\d+\$[^$]+\$[^$]+$/.test(digest)) {
      throw badValue('password_digest', 'password_digest is not a digest of the given hasher.');
    }
    return { ...base, digest, hasher };
  }
  if (password === undefined) return undefined;
  if (body.flag('skip_password_checks') !== true) checkStrength(password);
  return { ...base, digest: await hash(password), hasher: 'argon2id' };
}

/** A new digest for a password that a person chose. */
export async function hashPassword(core: EmulatorCore, password: string): Promise<PasswordRecord> {
  checkStrength(password);
  return {
    digest: await hash(password),
    hasher: 'argon2id',
    compromised: false,
    updated_at: core.clock.now(),
  };
}

/** Is this the password? Real Argon2; digests of other hashers are checked where Node can compute them. */
export async function isPassword(record: PasswordRecord, password: string): Promise<boolean> {
  if (!record.hasher.startsWith('argon2')) return verifyForeignDigest(record, password);
  return verify(record.digest, password).catch(() => false);
}

function checkStrength(password: string): void {
  if (password.length >= MIN_LENGTH) return;
  throw clerkError(
    422,
    'form_password_length_too_short',
    `Passwords must be ${MIN_LENGTH} characters or more.`,
    `Passwords must be ${MIN_LENGTH} characters or more.`,
    { param_name: 'password' },
  );
}
