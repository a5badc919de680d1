import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { withRole } from './access.rule.js';
import type { AccessRecord, HeldRoleRecord } from './access-directory.js';
import { BUILT_IN_MODEL } from './authorization-model.js';

const byRole = fc.option(fc.constantFrom('org:housekeeping', 'org:member'));
const held: fc.Arbitrary<HeldRoleRecord[]> = fc.array(
  fc.record({ role: fc.constant('org:own'), expiresAt: fc.constant(null), byClerkRole: byRole }),
);

function recordOf(ofOrganization: HeldRoleRecord[], ofProperty: HeldRoleRecord[]): AccessRecord {
  return {
    userId: 'sam',
    canAct: true,
    sessionsInvalidBefore: null,
    sessionStatus: null,
    sessionBeganAt: null,
    lookedUpAt: new Date(0),
    twoFactorEnabled: false,
    signInPolicies: { platform: null, organization: null },
    platformRoles: ['operator'],
    organization: {
      id: 'harbour',
      clerkId: null,
      status: 'active',
      role: 'org:housekeeping',
      grants: ofOrganization,
    },
    property: { id: 'seaside', status: 'active', grants: ofProperty },
    storedRoles: [],
    model: BUILT_IN_MODEL,
  };
}

describe('a record with another role in the organization', () => {
  it('keeps what does not depend on the role, and nothing for who is no member', () => {
    fc.assert(
      fc.property(
        held,
        held,
        fc.option(fc.constantFrom('org:member', 'org:housekeeping')),
        (on, at, role) => {
          const { organization, property, platformRoles } = withRole(recordOf(on, at), role);
          const kept = (grants: HeldRoleRecord[]) =>
            role === null ? [] : grants.filter(({ byClerkRole }) => byClerkRole === null);
          expect(organization).toMatchObject({ role, grants: kept(on) });
          expect(property?.grants).toEqual(kept(at));
          expect(platformRoles).toEqual(['operator']);
        },
      ),
    );
  });
});
