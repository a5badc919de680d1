import { describe, expect, it } from 'vitest';
import { BUILT_IN_MODEL } from './authorization-model.js';
import { lesserRole } from './lesser-role.rule.js';

describe('the lesser of two roles', () => {
  const stored = [
    {
      key: 'org:auditor',
      scopeKind: 'organization' as const,
      permissions: ['org:audit:read'],
      organizationId: null,
    },
  ];

  it.each([
    ['org:admin', 'org:member', 'org:member'],
    ['org:member', 'org:admin', 'org:member'],
    ['org:admin', 'org:never_heard_of', 'org:never_heard_of'],
    ['org:auditor', 'org:admin', 'org:auditor'],
    ['org:auditor', 'org:member', null],
    [null, 'org:admin', null],
    ['org:admin', null, null],
  ])('of %s and %s is %s', (one, other, lesser) => {
    expect(lesserRole(one, other, { model: BUILT_IN_MODEL, storedRoles: stored }, 'o')).toBe(lesser);
  });
});
