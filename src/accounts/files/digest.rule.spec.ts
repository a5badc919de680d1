import { describe, expect, it } from 'vitest';
import { hasherOf, isDigestOf } from './digest.rule.js';

// Made up, in the form that each library writes.
const ARGON2ID =
  '$argon2id$v=19$m=19456,t=2,p=1$ww70WDDfLXvhZE03cvxH3g$gclC70kIRqpWh5ho6xEdqY8311mBJF1hfs6tpeHxYq4';
const BCRYPT = '$2b$10$Z6hUTEEeoJXN5.AmSm.4.eZ75RYgFVriQM9LPhNEC7kbAbS.VAaJ2';

describe('the shape of a digest', () => {
  it.each([
    ['argon2id', ARGON2ID],
    ['argon2i', ARGON2ID.replace('argon2id', 'argon2i')],
    ['bcrypt', BCRYPT],
    ['bcrypt', BCRYPT.replace('$2b$', '$2y$')],
    ['bcrypt_sha256_django', `bcrypt_sha256$${BCRYPT}`],
    ['phpass', '$P$B12345678abcdefghijklmnopqrstu.'],
    ['scrypt_werkzeug', 'scrypt:32768:8:1$saltsalt$0123456789abcdef'],
    ['ldap_ssha', '{SSHA}DkMTwBl+a/3DfY+MQDTlNgxbBPBDUlY='],
  ] as const)('tells %s', (hasher, digest) => {
    expect(hasherOf(digest)).toBe(hasher);
  });

  it('does not guess between those that look alike', () => {
    expect(hasherOf('pbkdf2_sha256$600000$c2FsdA==$aGFzaA==')).toBeNull();
    expect(hasherOf('0'.repeat(64))).toBeNull();
    expect(hasherOf('0'.repeat(32))).toBeNull();
  });

  it.each([
    ['bcrypt', ARGON2ID],
    ['argon2id', BCRYPT],
    ['argon2id', ARGON2ID.replace('$v=19', '')],
    ['argon2id', ARGON2ID.replace('argon2id', 'argon2d')],
    ['bcrypt', BCRYPT.slice(0, -1)],
    ['scrypt_firebase', 'aGFzaA==$c2FsdA=='],
    ['md5', '0'.repeat(64)],
  ] as const)('of %s is not %s', (hasher, digest) => {
    expect(isDigestOf(hasher, digest)).toBe(false);
  });
});
