import { changedLookup as lookup, database, edit, type Mutant } from './mutant.js';

const WALKER = 'test/access/walker.spec.ts';
const SWAPS = 'test/access/swaps.spec.ts';
const MEMBERS = 'test/e2e/tenants/members-and-grants.spec.ts';

/** Faults in what the guard reads of somebody: the one access query. */
export const accessQueryMutants: readonly Mutant[] = [
  {
    // The query leaves it out and the decision does not count it: both have to forget.
    name: 'an expired grant still counts',
    edits: [
      edit(
        'src/auth/access.rule.ts',
        `expiresAt, givenAt: SINCE_EVER`,
        `expiresAt: null, givenAt: SINCE_EVER`,
      ),
    ],
    sql: lookup('g.expires_at > now()', 'true'),
    spec: MEMBERS,
    only: 'a grant ends at its time',
    always: true,
  },
  {
    name: 'a grant given for later counts already',
    edits: [],
    sql: lookup('g.valid_from <= now() and', ''),
    spec: 'test/access/freshness.spec.ts',
    only: 'from its first moment',
  },
  database(
    'a property is found under any organization',
    lookup(
      'p.organization_id = access_lookup.organization_id and p.id = p_property_id',
      'p.id = p_property_id',
    ),
    SWAPS,
    'bring back not one byte',
  ),
  database(
    'grants on one property count on all',
    lookup(
      'g.property_id = access_lookup.property_id and g.user_id = access_lookup.user_id',
      'g.user_id = access_lookup.user_id',
    ),
    WALKER,
    'GET {property} answers',
  ),
];
