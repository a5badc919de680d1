import { edit, type Mutant } from './mutant.js';

const MEMBERS = 'test/e2e/tenants/members-and-grants.spec.ts';
const DELIVERIES = 'test/e2e/webhooks/deliveries.spec.ts';

/** Faults in the rules of organizations, people and deliveries. */
export const ruleMutants: readonly Mutant[] = [
  {
    name: 'the last owner is counted without a lock',
    edits: [
      edit(
        'src/tenants/memberships/memberships.service.ts',
        `    await this.organizations.lock(scope.organizationId);\n    return found(await this.memberships.lock(scope.organizationId, userId));`,
        `    return found(await this.memberships.find(scope.organizationId, userId));`,
      ),
    ],
    spec: MEMBERS,
    only: 'the last owner',
  },
  {
    name: 'anybody gives any role',
    edits: [
      edit(
        'src/tenants/grant-refusals.ts',
        `  switch (refusal?.code) {`,
        `  if (now.getTime() > 0) return;\n  switch (refusal?.code) {`,
      ),
    ],
    spec: MEMBERS,
    only: 'nobody gives what they lack',
    always: true,
  },
  {
    name: 'a list of properties holds those that one may not open',
    edits: [
      edit(
        'src/tenants/properties/properties.store.ts',
        `if (wanted.onlyWithGrant !== null) {`,
        `if (wanted.limit < 0 && wanted.onlyWithGrant !== null) {`,
      ),
    ],
    spec: MEMBERS,
    only: 'each person sees the properties',
  },
  {
    name: 'who was deleted comes back',
    edits: [
      edit(
        'src/users/mirror/mirror-lock.ts',
        `if (found.length === 0) return`,
        `if (found.length < 99) return`,
      ),
      edit(
        'src/users/mirror/tombstone-lookup.service.ts',
        `return found.length > 0;`,
        `return found.length > 99;`,
      ),
    ],
    spec: 'test/access/freshness.spec.ts',
    only: 'late news',
  },
  {
    name: 'old news replaces new',
    edits: [
      edit(
        'src/users/mirror/source-moment.rule.ts',
        `if (difference !== 0) return difference > 0;`,
        `if (difference !== 0) return true;`,
      ),
    ],
    spec: 'src/users/mirror/source-moment.rule.spec.ts',
  },
  {
    name: 'a delivery needs no signature',
    edits: [edit('src/webhooks/webhook-verifier.ts', `throw new DeliveryRefusedError('signature');`, '')],
    spec: DELIVERIES,
    only: 'is refused, all alike',
  },
];
