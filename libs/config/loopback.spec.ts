import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isLoopbackHost } from './loopback.js';

describe('a host', () => {
  it.each([
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '[::1]',
    '::',
    '[::ffff:127.0.0.1]',
    '::ffff:7f00:1',
    '127.1',
    '0x7f000001',
    '2130706433',
  ])('is this machine as %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    'clerk.example',
    'localhost.example',
    '127.0.0.1.example',
    '10.0.0.1',
    '[2606:4700:4700::1111]',
    '',
  ])('is another one as %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('an address', () => {
  it.each(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::FFFF:7F00:1'])(
    'is of this machine as %s',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(true);
    },
  );

  // Nothing but what a socket says of itself is believed.
  it.each(['10.0.0.1', '::ffff:10.0.0.1', '127.1', '2130706433', 'localhost', '127.0.0.1.example', ''])(
    'is none as %s',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
});
