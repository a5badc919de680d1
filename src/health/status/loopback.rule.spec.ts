import { describe, expect, it } from 'vitest';
import { isLoopbackRequest } from './loopback.rule.js';

const host = 'localhost:3000';

describe('a request from this very machine', () => {
  it.each([
    ['127.0.0.1', { host }],
    ['127.8.9.1', { host: '127.0.0.1:3000' }],
    ['::1', { host: '[::1]:3000' }],
    ['::ffff:127.0.0.1', { host: 'LOCALHOST' }],
  ])('is one from %s for %p', (address, headers) => {
    expect(isLoopbackRequest(address, headers)).toBe(true);
  });

  it.each([
    ['from elsewhere', '10.0.0.7', { host }],
    ['from an address that begins alike', '127.0.0.1.example', { host }],
    ['from nowhere', undefined, { host }],
    ['for a name of the internet that points here', '127.0.0.1', { host: 'rebound.example' }],
    ['for a name that begins alike', '127.0.0.1', { host: 'localhost.example' }],
    ['for no name', '127.0.0.1', {}],
    ['through a proxy', '127.0.0.1', { host, 'x-forwarded-for': '203.0.113.9' }],
    ['through a proxy that says nothing', '127.0.0.1', { host, forwarded: '' }],
  ])('is none %s', (_, address, headers) => {
    expect(isLoopbackRequest(address, headers)).toBe(false);
  });
});
