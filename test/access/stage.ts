import type { InventoryEntry } from '#auth';
import { ExportPackerService } from '#privacy';
import { PLAN_HASH } from './examples.js';
import { missingParam, requestFor } from './request-for.js';
import {
  type AccountFixture,
  type EndpointFixture,
  type GroupFixture,
  type Fixtures,
  roleOnOrganization,
  roleOnProperty,
  type Scene,
} from './scene.js';
import { send, Tokens } from './http.js';
import { type MatrixRow, readMatrix } from './matrix.js';
import { type Person, type Target, targetsOf } from './people.js';
import type { QuietTenants } from './quiet-app.js';
import type { Tenant } from './tenants.js';

/** Makes one of everything that is needed for each property. */
export async function makeFixtures(world: QuietTenants): Promise<Fixtures> {
  const tokens = new Tokens(world.clerk);
  const invitationToOrganization = new Map<string, string>();
  const invitationToProperty = new Map<string, string>();
  const create = async ({ admin }: Pick<Tenant, 'admin'>, path: string, body: object): Promise<string> => {
    const answer = await send(world.url, { method: 'POST', path, body }, tokens.of(admin));
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.text}`);
    return (JSON.parse(answer.text) as { id: string }).id;
  };
  for (const tenant of world.tenants) {
    const path = `/api/v1/organizations/${tenant.id}/roles`;
    const [night, watch] = [roleOnProperty(tenant), roleOnOrganization(tenant)];
    await create(tenant, path, {
      key: night,
      name: `Night-${tenant.slug}`,
      permissions: ['property:property:read'],
    });
    await create(tenant, path, { key: watch, name: `Watch-${tenant.slug}`, permissions: ['org:audit:read'] });
  }
  for (const { tenant, place } of targetsOf(world)) {
    const organization = `/api/v1/organizations/${tenant.id}`;
    const email = `invited.${place.slug}@${tenant.slug}.test`;
    invitationToOrganization.set(
      place.id,
      await create(tenant, `${organization}/invitations`, { email, role: 'org:member' }),
    );
    invitationToProperty.set(
      place.id,
      await create(tenant, `${organization}/properties/${place.id}/invitations`, {
        email,
        role: 'property:viewer',
      }),
    );
  }
  const exportOfOrganization = new Map<string, string>();
  for (const tenant of world.tenants) {
    const id = await create(tenant, `/api/v1/organizations/${tenant.id}/data-exports`, {});
    await world.app.get(ExportPackerService, { strict: false }).pack(id);
    exportOfOrganization.set(tenant.id, id);
  }
  const groupOf = new Map<string, GroupFixture>();
  for (const tenant of world.tenants) {
    const path = `/api/v1/organizations/${tenant.id}/groups`;
    groupOf.set(tenant.id, {
      groupId: await create(tenant, path, { name: 'Changed by requests' }),
      memberGroupId: await create(tenant, path, { name: 'Night shift' }),
    });
  }
  const endpointOf = new Map<string, EndpointFixture>();
  // The local Clerk takes what is sent there.
  const url = `${world.clerk.url}/emulator/webhooks/flush`;
  for (const tenant of world.tenants) {
    const path = `/api/v1/organizations/${tenant.id}/event-endpoints`;
    endpointOf.set(tenant.id, { endpointId: await create(tenant, path, { url }) });
  }
  const ofPlatform = { admin: 'owner@tenantry.test' };
  endpointOf.set('', { endpointId: await create(ofPlatform, '/api/v1/event-endpoints', { url }) });
  const accountOf = new Map<string, AccountFixture>();
  for (const tenant of world.tenants) {
    const path = `/api/v1/organizations/${tenant.id}/service-accounts`;
    const accountId = await create(tenant, path, { name: 'Changed by requests' });
    const keyId = await create(tenant, `${path}/${accountId}/keys`, {});
    const [grant] = await world.database.query<{ id: string }>(
      `insert into service_account_grants (organization_id, id, account_id, role, granted_by, granted_at, valid_from)
       values ($1, gen_random_uuid(), $2, 'org:member', $3, now(), now()) returning id`,
      [tenant.id, accountId, world.idOf(tenant.admin)],
    );
    const agentId = await create(tenant, `/api/v1/organizations/${tenant.id}/agents`, {
      name: 'Changed by requests',
      permissions: ['property:property:read'],
    });
    accountOf.set(tenant.id, { accountId, keyId, grantId: grant!.id, agentId });
  }
  for (const { tenant, place } of targetsOf(world)) {
    const path = `/api/v1/organizations/${tenant.id}/properties/${place.id}/service-accounts`;
    const accountId = await create(tenant, path, { name: 'Changed by requests' });
    const keyId = await create(tenant, `${path}/${accountId}/keys`, {});
    const [grant] = await world.database.query<{ id: string }>(
      `insert into service_account_grants (organization_id, id, account_id, property_id, role, granted_by, granted_at, valid_from)
       values ($1, gen_random_uuid(), $2, $3, 'property:staff', $4, now(), now()) returning id`,
      [tenant.id, accountId, place.id, world.idOf(tenant.admin)],
    );
    accountOf.set(place.id, { accountId, keyId, grantId: grant!.id, agentId: accountId });
  }
  const accounts = '/api/v1/platform/service-accounts';
  const platformAccountId = await create(ofPlatform, accounts, { name: 'Changed by requests' });
  const platformKeyId = await create(ofPlatform, `${accounts}/${platformAccountId}/keys`, {});
  await world.database.query(
    `insert into platform_account_grants (id, account_id, role, granted_at)
     values (gen_random_uuid(), $1, 'operator', now())`,
    [platformAccountId],
  );
  accountOf.set('', {
    accountId: platformAccountId,
    keyId: platformKeyId,
    grantId: platformAccountId,
    agentId: platformAccountId,
  });
  const [delivery] = await world.database.query<{ id: string }>(
    'select svix_id as id from webhook_deliveries order by received_at limit 1',
  );
  const [plan] = await world.database.query<{ id: string }>(
    `insert into reconciliations (id, mode, status, hash, started_at, planned_at)
     values (gen_random_uuid(), 'full', 'planned', $1, now(), now()) returning id`,
    [PLAN_HASH],
  );
  const madeByPost = new Map<string, Record<string, string>>();
  const fixtures: Fixtures = {
    reconciliationId: plan!.id,
    invitationToOrganization,
    invitationToProperty,
    exportOfOrganization,
    accountOf,
    groupOf,
    endpointOf,
    deliveryId: delivery!.id,
    ...(await askForPrivacy(world, tokens)),
    madeByPost,
  };
  for (const target of targetsOf(world)) {
    const scene = sceneOf(world, fixtures, target, { email: target.tenant.admin });
    madeByPost.set(target.place.id, await makeWhatIsMissing(scene, create));
  }
  return fixtures;
}

/** Of each thing that has a route of its own and no fixture: one, by the POST beside it. @returns ids by the name in the path */
async function makeWhatIsMissing(
  scene: Scene,
  create: (by: Tenant, path: string, body: object) => Promise<string>,
): Promise<Record<string, string>> {
  const matrix = readMatrix();
  const made: Record<string, string> = {};
  for (const row of matrix) {
    const name = missingParam(row, scene);
    const maker = matrix.find(({ route }) => route === `POST ${row.path.replace(/\/:\w+$/, '')}`);
    if (name === undefined || name in made || maker === undefined) continue;
    const { path, body } = requestFor(maker, scene);
    made[name] = await create(scene.tenant, path, body as object);
  }
  return made;
}

/** Requests of two people who stand in no column, and a hold on a third. */
async function askForPrivacy(
  world: QuietTenants,
  tokens: Tokens,
): Promise<Pick<Fixtures, 'exportId' | 'erasureId' | 'holdId' | 'correctionId' | 'bulkId'>> {
  const ask = async (what: string, by: string, body: object): Promise<string> => {
    const path = `/api/v1/privacy/${what}`;
    const answer = await send(world.url, { method: 'POST', path, body }, tokens.of(by));
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.text}`);
    return (JSON.parse(answer.text) as { id: string }).id;
  };
  const [first, second] = world.spares as [string, string];
  const wrong = { userId: world.idOf(first), kind: 'correction', fields: ['lastName'] };
  const bulk = { action: 'object', people: [world.idOf(first)], purposes: ['news'], dryRun: true };
  const held = { userId: world.idOf(first), article: 'Art. 17(3)(e) GDPR' };
  return {
    exportId: await ask('exports', first, { userId: world.idOf(first) }),
    erasureId: await ask('erasures', second, { userId: world.idOf(second) }),
    correctionId: await ask('requests', first, wrong),
    bulkId: await ask('bulk', 'owner@tenantry.test', bulk),
    holdId: await ask('holds', 'owner@tenantry.test', held),
  };
}

let turn = 0;

/** A scene of its own for each request: a further spare person each time, so that no request meets what one before left at Clerk. */
export function sceneOf(
  world: QuietTenants,
  fixtures: Fixtures,
  target: Target,
  person: Pick<Person, 'email'>,
): Scene {
  turn += 1;
  const { spares } = world;
  const { spareMembers } = target.tenant;
  return {
    ...target,
    world,
    fixtures,
    person,
    // The first ones have parts of their own.
    spare: spares[2 + (turn % (spares.length - 2))]!,
    spareMember: spareMembers[turn % spareMembers.length]!,
    unique: `${turn}`,
  };
}

/** What the matrix and the inventory do not have in common, one sentence each. */
export function missingFrom(matrix: readonly MatrixRow[], routes: readonly InventoryEntry[]): string[] {
  const lines = new Set(matrix.map(({ route }) => route));
  const served = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return [
    ...routes
      .filter(({ method, path }) => !lines.has(`${method} ${path}`))
      .map(({ method, path, handler }) => `${method} ${path} (${handler}) is not in matrix.yaml`),
    ...matrix
      .filter(({ route }) => !served.has(route))
      .map(({ name }) => `the line "${name}" of matrix.yaml has no route`),
  ];
}
