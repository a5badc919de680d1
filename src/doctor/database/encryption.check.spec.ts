import { describe, expect, it } from 'vitest';
import { checkEncryption } from './encryption.check.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const plain = { isEncrypted: false, isVerified: false, validUntil: undefined, remoteAddress: undefined };
const endingIn = (days: number) => ({
  isEncrypted: true,
  isVerified: true,
  validUntil: new Date(NOW + days * 86_400_000),
  remoteAddress: '203.0.113.7',
});

describe('the way to the database', () => {
  it.each([
    ['a socket of this machine', plain, 'ok'],
    ['this machine', { ...plain, remoteAddress: '::ffff:127.0.0.1' }, 'ok'],
    ['a private network', { ...plain, remoteAddress: '172.18.0.2' }, 'warn'],
    ['a private network of IPv6', { ...plain, remoteAddress: 'fd00::7' }, 'warn'],
    ['a public network', { ...plain, remoteAddress: '203.0.113.7' }, 'fail'],
    ['a public network of IPv6', { ...plain, remoteAddress: '2001:4860::7' }, 'fail'],
    ['a certificate that is not checked', { ...endingIn(90), isVerified: false }, 'fail'],
    ['a certificate of a whole quarter', endingIn(90), 'ok'],
    ['a certificate of some weeks', endingIn(20), 'warn'],
    ['a certificate of days', endingIn(3), 'fail'],
  ])('over %s', (_, security, status) => {
    expect(checkEncryption(security, NOW).status).toBe(status);
  });
});
