import type { Tokens } from './http.js';
import { holderOf, type Place, PROPERTY_ROLES, type Tenant, type Tenants } from './tenants.js';

/** What a line of the matrix is about: an organization and one of its properties. */
export interface Target {
  readonly tenant: Tenant;
  readonly place: Place;
}

/** Somebody who stands in a column. */
export interface Person {
  readonly column: string;
  /** Null for somebody who is not signed in, and for a service account. */
  readonly email: string | null;
  /** Of a service account; null for people. */
  readonly key: string | null;
  readonly reason: boolean;
}

const STAFF = { owner: 'owner', admin: 'admin', oper: 'operator', compl: 'compliance' } as const;
export const REASON = { 'x-access-reason': 'Ticket 4711: cannot sign in' };

export function targetsOf({ tenants }: Pick<Tenants, 'tenants'>): Target[] {
  return tenants.flatMap((tenant) => tenant.places.map((place) => ({ tenant, place })));
}

/** Everybody of every column, as seen from one target; platform staff come twice, with and without a reason. */
export function peopleFor(
  world: Pick<Tenants, 'other' | 'platformRobot'>,
  { tenant, place }: Target,
): Person[] {
  const nextDoor = tenant.places.find((each) => each !== place)!;
  const other = world.other(tenant);
  const person = (column: string, email: string | null): Person => ({
    column,
    email,
    key: null,
    reason: false,
  });
  const robot = (column: string, key: string): Person => ({ column, email: null, key, reason: false });
  return [
    ...Object.entries(STAFF).flatMap(([column, role]) =>
      [true, false].map((reason) => ({ column, email: `${role}@tenantry.test`, key: null, reason })),
    ),
    person('o:admin', tenant.admin),
    person('o:member', tenant.member),
    ...PROPERTY_ROLES.map((role) => person(role, holderOf(tenant, place, role))),
    ...PROPERTY_ROLES.map((role) => person('next', holderOf(tenant, nextDoor, role))),
    person('other', other.admin),
    person('other', other.member),
    ...PROPERTY_ROLES.map((role) => person('other', holderOf(other, other.places[0], role))),
    person('nobody', 'nina@nowhere.test'),
    person('anon', null),
    robot('robot', tenant.robots.ofOrganization),
    robot('p-robot', tenant.robots.ofProperty.get(place.id)!),
    robot('x-robot', other.robots.ofOrganization),
    robot('pl-robot', world.platformRobot),
  ];
}

/** What somebody calls with: a session token or a key; null for nothing. */
export function tokenOf(
  { email, key }: Person,
  tokens: Tokens,
  claims?: Record<string, unknown>,
): string | null {
  return email === null ? key : tokens.of(email, claims);
}

export function describePerson({ column, email, key, reason }: Person): string {
  return `${column} (${email ?? (key === null ? 'nobody' : 'a key')}${reason ? ', with a reason' : ''})`;
}
