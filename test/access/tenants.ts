import { type DemoWorld, startDemoWorld } from '../support/demo-world.js';
import { makePlatformRobot, makeRobot } from '../support/robots.js';
import type { TestAppOptions } from '../support/test-app.js';

export interface Place {
  readonly id: string;
  readonly slug: string;
}

/** One customer of the demo, with somebody for every role on the organization and on each of its two properties. */
export interface Tenant {
  readonly slug: 'harbour' | 'alpine';
  readonly id: string;
  readonly clerkId: string;
  readonly places: readonly [Place, Place];
  readonly admin: string;
  readonly member: string;
  /** Members who may be changed at will: no column of the matrix is one of them. */
  readonly spareMembers: readonly string[];
  /** Keys of service accounts that its admin made. */
  readonly robots: Robots;
}

/** One holds the admin's role on the organization, one for each property the manager's on it. */
interface Robots {
  readonly ofOrganization: string;
  readonly ofProperty: ReadonlyMap<string, string>;
}

export interface Tenants extends DemoWorld {
  readonly tenants: readonly [Tenant, Tenant];
  /** People without any organization who may be changed at will. */
  readonly spares: readonly string[];
  /** Key of a service account of the platform that an owner of it gave their own role. */
  readonly platformRobot: string;
  other(tenant: Tenant): Tenant;
  /** Our id of a person of the cast. */
  idOf(email: string): string;
}

export const PROPERTY_ROLES = ['manager', 'staff', 'viewer'] as const;
export type PropertyRoleName = (typeof PROPERTY_ROLES)[number];

/** Whoever holds a role on a property and on nothing else. */
export function holderOf(tenant: Tenant, place: Place, role: PropertyRoleName): string {
  return `${role}.${place.slug}@${tenant.slug}.test`;
}

const ADMINS = { harbour: 'olivia@harbour.test', alpine: 'anton@alpine.test' } as const;
const SLUGS = { harbour: ['seaside', 'old-town'], alpine: ['glacier', 'valley'] } as const;

/** The demo world with the full cast, all of it made through Clerk and the API. */
export async function startTenants(options: TestAppOptions & { spares?: number } = {}): Promise<Tenants> {
  const world = await startDemoWorld({
    ...options,
    variables: (clerk, database) => ({
      CLERK_ACCEPTED_TOKENS: 'api_key',
      ...options.variables?.(clerk, database),
    }),
  });
  const spares = Array.from({ length: options.spares ?? 4 }, (_, index) => `spare-${index}@nowhere.test`);
  for (const email of spares) world.clerk.control.ensureUser({ email, firstName: 'Spare' });
  const tenants: [Tenant, Tenant] = [await castOf(world, 'harbour'), await castOf(world, 'alpine')];
  await world.settled();
  const rows = await world.database.query<{ id: string; email: string }>(
    'select id, email_address as email from users',
  );
  const ids = new Map(rows.map(({ id, email }) => [email, id]));
  const idOf = (email: string): string => {
    const id = ids.get(email);
    if (id === undefined) throw new Error(`${email} is not mirrored`);
    return id;
  };
  for (const tenant of tenants) await giveGrants(world, tenant, idOf);
  return {
    ...world,
    tenants,
    spares,
    platformRobot: (await makePlatformRobot(world.as('owner@tenantry.test', { fva: [0, 0] }), ['owner'])).key,
    idOf,
    other: (tenant) => (tenant === tenants[0] ? tenants[1] : tenants[0]),
  };
}

async function castOf(world: DemoWorld, slug: 'harbour' | 'alpine'): Promise<Tenant> {
  const { control } = world.clerk;
  const answer = await world.as(ADMINS[slug]).get(`/api/v1/organizations/${world[slug].id}`).expect(200);
  const clerkId: string = answer.body.clerkId;
  const ids =
    slug === 'harbour'
      ? [world.harbour.seaside, world.harbour.oldTown]
      : [world.alpine.glacier, world.alpine.valley];
  const [first, second] = SLUGS[slug];
  const tenant: Tenant = {
    slug,
    id: world[slug].id,
    clerkId,
    places: [
      { id: ids[0]!, slug: first },
      { id: ids[1]!, slug: second },
    ],
    admin: ADMINS[slug],
    member: `member@${slug}.test`,
    spareMembers: [0, 1, 2].map((index) => `spare-${index}@${slug}.test`),
    robots: await robotsOf(world, slug, ids),
  };
  const holders = tenant.places.flatMap((place) =>
    PROPERTY_ROLES.map((role) => holderOf(tenant, place, role)),
  );
  for (const email of [tenant.member, ...holders, ...tenant.spareMembers]) {
    const { id } = control.ensureUser({ email, firstName: `First-${slug}`, lastName: `Last-${slug}` });
    control.ensureMembership({ organizationId: clerkId, userId: id, role: 'org:member' });
  }
  return tenant;
}

async function robotsOf(
  world: DemoWorld,
  slug: 'harbour' | 'alpine',
  ids: readonly string[],
): Promise<Robots> {
  const admin = world.as(ADMINS[slug], { fva: [0, -1] });
  const make = async (grant: object) => (await makeRobot(admin, world[slug].id, [grant])).key;
  const ofProperty = new Map<string, string>();
  for (const propertyId of ids)
    ofProperty.set(propertyId, await make({ role: 'property:manager', propertyId }));
  return { ofOrganization: await make({ role: 'org:admin' }), ofProperty };
}

async function giveGrants(world: DemoWorld, tenant: Tenant, idOf: (email: string) => string): Promise<void> {
  for (const place of tenant.places) {
    const give = (email: string, role: PropertyRoleName) =>
      world
        .as(tenant.admin)
        .put(`/api/v1/organizations/${tenant.id}/properties/${place.id}/grants/${idOf(email)}`, {
          role: `property:${role}`,
        })
        .expect(200);
    for (const role of PROPERTY_ROLES) await give(holderOf(tenant, place, role), role);
    for (const email of tenant.spareMembers) await give(email, 'staff');
  }
}
