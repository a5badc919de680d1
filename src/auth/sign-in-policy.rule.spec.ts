import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  defaultPlatformPolicy,
  faultsOfSignIn,
  OPEN_POLICY,
  type SignIn,
  SIGN_IN_FAULTS,
  type SignInPolicy,
} from './sign-in-policy.rule.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const signedIn = (told: Partial<SignIn> = {}): SignIn => ({
  factorAges: [0, 0],
  strategies: null,
  sessionBeganAt: ago(5),
  address: '203.0.113.7',
  ...told,
});
const faults = (policy: Partial<SignInPolicy>, told: Partial<SignIn> = {}) =>
  faultsOfSignIn({ ...OPEN_POLICY, ...policy }, signedIn(told), NOW);

describe('a sign-in policy', () => {
  it('that is not there, or asks for nothing, refuses nobody', () => {
    expect(faultsOfSignIn(null, signedIn(), NOW)).toEqual([]);
    expect(faults({}, { factorAges: null, sessionBeganAt: null, address: '' })).toEqual([]);
  });

  it.each([
    ['proved', [3, 3], []],
    ['proved long ago', [900, 900], []],
    ['never proved', [0, -1], ['second_factor_required']],
    ['not told of', null, ['second_factor_required']],
  ] as const)('asks for a second factor that is %s', (_, factorAges, expected) => {
    expect(faults({ secondFactorRequired: true }, { factorAges })).toEqual(expected);
  });

  it.each([
    ['203.0.113.7', true],
    ['::ffff:203.0.113.7', true],
    ['203.0.114.7', false],
    ['::ffff:203.0.114.7', false],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['', false],
    ['203.0.113.7, 10.0.0.1', false],
  ])('with networks takes %s: %s', (address, isTaken) => {
    const allowedNetworks = ['203.0.113.0/24', '2001:db8::/32'];
    expect(faults({ allowedNetworks }, { address })).toEqual(isTaken ? [] : ['network_refused']);
  });

  it.each([
    [ago(59), true],
    [ago(60), false],
    [ago(-1), true],
    [null, false],
  ])('with a longest session of an hour takes one that began at %s: %s', (sessionBeganAt, isTaken) => {
    expect(faults({ maxSessionMinutes: 60 }, { sessionBeganAt })).toEqual(isTaken ? [] : ['session_too_old']);
  });

  it.each([
    [null, true],
    [['passkey'], true],
    [['password', 'totp'], false],
    [['passkey', 'password'], false],
    [[], false],
  ])('with ways to sign in takes %j: %s', (strategies, isTaken) => {
    const allowedStrategies = ['passkey', 'totp'];
    expect(faults({ allowedStrategies }, { strategies })).toEqual(isTaken ? [] : ['sign_in_method_refused']);
  });

  it('names every rule that is not met, so that nobody mends one to hear of the next', () => {
    const policy = {
      secondFactorRequired: true,
      allowedNetworks: ['198.51.100.0/24'],
      maxSessionMinutes: 1,
      allowedStrategies: ['saml'],
    };
    expect(faults(policy, { factorAges: null, strategies: ['password'] })).toEqual([...SIGN_IN_FAULTS]);
  });

  it('refuses no less when it asks for more', () => {
    const policies = fc.record({
      secondFactorRequired: fc.boolean(),
      allowedNetworks: fc.subarray(['203.0.113.0/24', '198.51.100.0/24']),
      maxSessionMinutes: fc.option(fc.integer({ min: 1, max: 100 })),
      allowedStrategies: fc.subarray(['passkey', 'password']),
    });
    const signIns = fc.record({
      factorAges: fc.option(fc.tuple(fc.integer({ min: -1, max: 9 }), fc.integer({ min: -1, max: 9 }))),
      strategies: fc.option(fc.subarray(['passkey', 'password', 'totp'])),
      sessionBeganAt: fc.option(fc.integer({ min: 0, max: 200 }).map(ago)),
      address: fc.constantFrom('203.0.113.7', '198.51.100.1', '192.0.2.1', 'none'),
    });
    fc.assert(
      fc.property(policies, signIns, (policy, signIn) => {
        const refused = faultsOfSignIn(policy, signIn, NOW);
        expect(faultsOfSignIn({ ...policy, secondFactorRequired: true }, signIn, NOW)).toEqual(
          expect.arrayContaining(refused),
        );
        const shorter = { ...policy, maxSessionMinutes: Math.min(policy.maxSessionMinutes ?? 1, 1) };
        expect(faultsOfSignIn(shorter, signIn, NOW)).toEqual(expect.arrayContaining(refused));
      }),
    );
  });

  it('holds for staff of the platform without anybody setting it, in production alone', () => {
    expect(defaultPlatformPolicy(true)).toEqual({ ...OPEN_POLICY, secondFactorRequired: true });
    expect(defaultPlatformPolicy(false)).toEqual(OPEN_POLICY);
  });
});
