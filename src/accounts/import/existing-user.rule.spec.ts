import { describe, expect, it } from 'vitest';
import type { ClerkAccount } from '#libs/clerk';
import { existingUserStandingOf } from './existing-user.rule.js';

const ACCOUNT = { id: 'row', legacyId: 'old-1', emailAddress: 'ada@made-up.test' };
const at = new Date(0);
const user = (change: {
  externalId?: string | null;
  mark?: string | null;
  address?: string;
  verified?: boolean;
}): ClerkAccount => ({
  id: 'user_1',
  externalId: change.externalId ?? null,
  mark: change.mark ?? null,
  firstName: null,
  lastName: null,
  primaryEmailAddressId: 'idn_1',
  emailAddresses: [
    {
      id: 'idn_1',
      emailAddress: change.address ?? ACCOUNT.emailAddress,
      verified: change.verified ?? true,
    },
  ],
  banned: false,
  twoFactorEnabled: false,
  createdAt: at,
  updatedAt: at,
  lastSignInAt: null,
  lastActiveAt: null,
});

describe('whom an account meets at Clerk', () => {
  it.each([
    [
      'what was made for it',
      { externalId: 'old-1', mark: 'row', address: 'changed@made-up.test' },
      'created',
    ],
    ['the same id and address', { externalId: 'old-1', verified: false }, 'matched'],
    ['the same id of another row’s making', { externalId: 'old-1', mark: 'another row' }, 'matched'],
    [
      'the same id with another address',
      { externalId: 'old-1', address: 'b@made-up.test' },
      'external_id_taken',
    ],
    ['a proved address without an id', {}, 'matched'],
    ['an address that nobody proved', { verified: false }, 'email_unverified_at_clerk'],
    ['the address under another id', { externalId: 'old-2' }, 'email_taken'],
    ['somebody else', { address: 'b@made-up.test' }, null],
  ])('%s', (_, change, expected) => {
    const standing = existingUserStandingOf(ACCOUNT, [user(change)]);
    expect(standing === null ? null : standing.is === 'in the way' ? standing.why : standing.is).toBe(
      expected,
    );
  });

  it('nobody', () => {
    expect(existingUserStandingOf(ACCOUNT, [])).toBeNull();
  });
});
