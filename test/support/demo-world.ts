import type { ClerkEmulator } from '@tenantry/clerk-emulator';
import { startTestApp, type TestApp, type TestAppOptions, until } from './test-app.js';

/** The two organizations of the demo, with their people and properties. */
export interface DemoWorld extends TestApp {
  readonly harbour: { id: string; seaside: string; oldTown: string };
  readonly alpine: { id: string; glacier: string; valley: string };
  userId(email: string): Promise<string>;
}

const MEMBERS = {
  harbour: {
    name: 'Harbour Hotels',
    people: {
      'olivia@harbour.test': 'org:admin',
      'mark@harbour.test': 'org:member',
      'sam@harbour.test': 'org:member',
      'vera@harbour.test': 'org:member',
    },
  },
  alpine: {
    name: 'Alpine Lodges',
    people: { 'anton@alpine.test': 'org:admin', 'greta@alpine.test': 'org:member' },
  },
} as const;

export const PLATFORM_STAFF = {
  'owner@tenantry.test': 'owner',
  'admin@tenantry.test': 'admin',
  'operator@tenantry.test': 'operator',
  'compliance@tenantry.test': 'compliance',
} as const;

const GRANTS = [
  ['harbour', 'seaside', 'mark@harbour.test', 'property:manager'],
  ['harbour', 'seaside', 'sam@harbour.test', 'property:staff'],
  ['harbour', 'old-town', 'vera@harbour.test', 'property:viewer'],
  ['alpine', 'glacier', 'greta@alpine.test', 'property:manager'],
] as const;

/** Starts the service and fills it the way a customer would: through Clerk and through the API. */
export async function startDemoWorld(options: TestAppOptions = {}): Promise<DemoWorld> {
  const app = await startTestApp({
    ...options,
    variables: (clerk, database) => ({
      TENANTRY_PLATFORM_OWNERS: clerk.control.ensureUser({ email: 'owner@tenantry.test' }).id,
      ...options.variables?.(clerk, database),
    }),
  });
  return fillWorld(app).catch(async (error: unknown) => {
    // Nobody else knows of the service yet, and it would go on after the spec.
    await app.close();
    throw error;
  });
}

async function fillWorld(app: TestApp): Promise<DemoWorld> {
  const told = fillClerk(app.clerk);
  await until('everybody is mirrored, and where they are members', async () => {
    await app.settled();
    const [known] = await app.database.query<{ users: number; memberships: number }>(
      `select (select count(*)::integer from users where clerk_id = any ($1)) as users,
              (select count(*)::integer from memberships where clerk_id = any ($2)) as memberships`,
      [told.users, told.memberships],
    );
    return known?.users === told.users.length && known.memberships === told.memberships.length;
  });
  const userId = async (email: string): Promise<string> => {
    const [row] = await app.database.query<{ id: string }>('select id from users where email_address = $1', [
      email,
    ]);
    if (row === undefined) throw new Error(`${email} is not mirrored`);
    return row.id;
  };
  for (const [email, role] of Object.entries(PLATFORM_STAFF)) {
    if (role === 'owner') continue;
    await app
      .as('owner@tenantry.test', { fva: [0, -1] })
      .put(`/api/v1/users/${await userId(email)}/platform-roles/${role}`)
      .expect(204);
  }
  const properties = {
    harbour: await addProperties(app, 'harbour', 'olivia@harbour.test', ['seaside', 'old-town']),
    alpine: await addProperties(app, 'alpine', 'anton@alpine.test', ['glacier', 'valley']),
  };
  for (const [organization, property, email, role] of GRANTS) {
    const admin = organization === 'harbour' ? 'olivia@harbour.test' : 'anton@alpine.test';
    const { id, bySlug } = properties[organization];
    await app
      .as(admin)
      .put(`/api/v1/organizations/${id}/properties/${bySlug(property)}/grants/${await userId(email)}`, {
        role,
      })
      .expect(200);
  }
  return {
    ...app,
    userId,
    harbour: {
      id: properties.harbour.id,
      seaside: properties.harbour.bySlug('seaside'),
      oldTown: properties.harbour.bySlug('old-town'),
    },
    alpine: {
      id: properties.alpine.id,
      glacier: properties.alpine.bySlug('glacier'),
      valley: properties.alpine.bySlug('valley'),
    },
  };
}

/** @returns Clerk's ids of everybody, and every membership, of whom it tells from now on */
function fillClerk({ control }: ClerkEmulator): { users: string[]; memberships: string[] } {
  const idsOf = (list: 'users' | 'organizationMemberships') =>
    control.state()[list].map(({ id }) => String(id));
  const before = new Set([...idsOf('users'), ...idsOf('organizationMemberships')]);
  for (const email of [...Object.keys(PLATFORM_STAFF), 'nina@nowhere.test']) control.ensureUser({ email });
  for (const [slug, { name, people }] of Object.entries(MEMBERS)) {
    const users = Object.entries(people).map(([email, role]) => ({
      id: control.ensureUser({ email }).id,
      role,
    }));
    const { id } = control.ensureOrganization({ name, slug, createdBy: users[0]!.id });
    for (const user of users)
      control.ensureMembership({ organizationId: id, userId: user.id, role: user.role });
  }
  const isNew = (id: string) => !before.has(id);
  return { users: idsOf('users').filter(isNew), memberships: idsOf('organizationMemberships').filter(isNew) };
}

async function addProperties(app: TestApp, of: keyof typeof MEMBERS, admin: string, slugs: string[]) {
  const organizations = await app.as(admin).get('/api/v1/organizations').expect(200);
  // Whoever was here before their membership may have been given a tenant of their own.
  const { id }: { id: string } = organizations.body.data.find(
    ({ name }: { name: string }) => name === MEMBERS[of].name,
  );
  const bySlug = new Map<string, string>();
  for (const slug of slugs) {
    const created = await app
      .as(admin)
      .post(`/api/v1/organizations/${id}/properties`, { name: slug, slug, timezone: 'Europe/Vienna' })
      .expect(201);
    bySlug.set(slug, created.body.id);
  }
  return { id, bySlug: (slug: string) => bySlug.get(slug)! };
}
