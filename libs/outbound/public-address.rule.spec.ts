import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.rule.js';

const REFUSED = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '2002:7f00:1::',
  '2001:db8::1',
  'not an address',
  '',
];

describe('an outbound address', () => {
  it.each(REFUSED)('is refused as %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::'])(
    'is taken as %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '[::ffff:7f00:1]'])(
    'hides behind no other spelling: %s',
    (host) => {
      const { hostname } = new URL(`https://${host}/`);
      expect(isPublicAddress(hostname.replace(/^\[|\]$/g, ''))).toBe(false);
    },
  );
});
