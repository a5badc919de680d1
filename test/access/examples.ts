import type { DeclaredPermission } from '#auth';
import { hashOfPlan } from '#permissions';
import type { ApiRequest } from './http.js';
import type { MatrixRow } from './matrix.js';
import type { Person, Target } from './people.js';
import type { QuietTenants } from './quiet-app.js';
import type { Tenant } from './tenants.js';
import { svixHeaders } from '../support/svix-headers.js';

/** Where a request is made: by whom, on what, and the objects that it may change. */
export interface Scene extends Target {
  readonly person: Pick<Person, 'email'>;
  /** Somebody without an organization. */
  readonly spare: string;
  /** A member of the organization with property:staff on the property. */
  readonly spareMember: string;
  /** Rows that were made for this. */
  readonly fixtures: Fixtures;
  readonly world: QuietTenants;
  /** Differs each time. */
  readonly unique: string;
}

/** Objects that every target has one of, by property id. */
export interface Fixtures {
  readonly invitationToOrganization: ReadonlyMap<string, string>;
  readonly invitationToProperty: ReadonlyMap<string, string>;
  /** A webhook delivery that was applied. */
  readonly deliveryId: string;
  /** Asked for by people of whom none stands in a column. */
  readonly exportId: string;
  readonly erasureId: string;
  readonly holdId: string;
  /** A comparison with Clerk whose plan waits. */
  readonly reconciliationId: string;
  readonly correctionId: string;
  readonly bulkId: string;
  /** A packed export of each organization, by its id. */
  readonly exportOfOrganization: ReadonlyMap<string, string>;
  /** A group of each organization that requests may change, by its id. */
  readonly groupOf: ReadonlyMap<string, GroupFixture>;
  /** An endpoint for events of each organization, by its id; by the empty text that of the platform. */
  readonly endpointOf: ReadonlyMap<string, EndpointFixture>;
  /** A service account of each organization and each property that requests may change, by its id. */
  readonly accountOf: ReadonlyMap<string, AccountFixture>;
  /** What nothing above stands for and a POST of the matrix makes: for each property, ids by the name in the path. */
  readonly madeByPost: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** An endpoint that requests may change. */
export interface EndpointFixture {
  readonly endpointId: string;
}

export interface GroupFixture {
  readonly groupId: string;
  /** Another one. */
  readonly memberGroupId: string;
}

export interface AccountFixture {
  readonly accountId: string;
  readonly keyId: string;
  readonly grantId: string;
  /** Of the organization's admin. */
  readonly agentId: string;
}

const DECLARED: DeclaredPermission = {
  key: 'property:pools:clean',
  description: 'Clean pools',
  roles: [],
  includes: [],
};

/** The hash of that plan. */
export const PLAN_HASH = 'a'.repeat(64);

interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The two roles of its own that each organization has. */
export const roleOnProperty = ({ slug }: Tenant) => `property:${slug}_night`;
export const roleOnOrganization = ({ slug }: Tenant) => `org:${slug}_watch`;

/** Lines that only ask, whatever their method. */
const ASKS: ReadonlySet<string> = new Set([
  'PATCH {org}/roles/:roleKey (dry run)',
  'DELETE {org}/roles/:roleKey (dry run)',
  'POST /api/v1/page-visits',
  'POST /api/v1/access/check (oneself)',
  'POST /api/v1/access/check (another)',
  'POST /api/v1/access/check/batch',
  'POST /api/v1/operations/doctor',
  'POST /api/v1/operations/debug-bundle',
  'POST /api/v1/access/explain (oneself)',
  'POST /api/v1/access/explain (another)',
  'POST /api/v1/platform/permissions/plan',
  'POST /api/v1/privacy/subjects/find',
]);
/** Done, and nothing that is compared differs. */
export const CHANGES_NOTHING: ReadonlySet<string> = new Set([
  'POST /api/v1/sync/schedule/:job/run',
  'POST {org}/event-endpoints/:endpointId/test',
  'POST {org}/event-endpoints/:endpointId/replay',
  'POST /api/v1/event-endpoints/:endpointId/test',
  'POST /api/v1/event-endpoints/:endpointId/replay',
]);

export function isReading({ method, name }: MatrixRow): boolean {
  return method === 'GET' || ASKS.has(name);
}

/** The least that makes each line's request valid, where it is more than the ids in the path and the body as described. */
const EXAMPLES: Readonly<Record<string, (scene: Scene) => Example>> = {
  'POST /api/v1/platform/permissions/plan': () => ({ body: { permissions: [DECLARED] } }),
  'PUT /api/v1/platform/permissions': () => ({
    body: { permissions: [DECLARED], hash: hashOfPlan(null, [DECLARED]) },
  }),
  'POST /api/v1/users/:userId/ban': ({ spare, world }) => ({ params: { userId: world.idOf(spare) } }),
  'POST /api/v1/users/:userId/unban': ({ world }) => ({ params: { userId: world.idOf(BANNED) } }),
  'POST /api/v1/users/:userId/sessions/revoke': ({ spare, world }) => ({
    params: { userId: world.idOf(spare) },
  }),
  'PUT /api/v1/users/:userId/platform-roles/:role': () => ({ params: { role: 'operator' } }),
  'DELETE /api/v1/users/:userId/platform-roles/:role': ({ world }) => ({
    params: { userId: world.idOf(FORMER_OPERATOR), role: 'operator' },
  }),
  'POST /api/v1/organizations': ({ unique }) => ({ body: { name: `New ${unique}`, slug: `new-${unique}` } }),
  'PATCH {org}': ({ tenant, unique }) => ({ body: { name: `${tenant.slug} ${unique}` } }),
  'POST {org}/ownership-transfer': ({ spareMember, world }) => ({
    body: { userId: world.idOf(spareMember) },
  }),
  'POST {property}/management-transfer': ({ spareMember, world }) => ({
    body: { userId: world.idOf(spareMember) },
  }),
  'GET /api/v1/usage/explain': ({ spareMember, world }) => ({ query: { userId: world.idOf(spareMember) } }),
  'GET {org}/usage/explain': ({ spareMember, world }) => ({ query: { userId: world.idOf(spareMember) } }),
  'POST /api/v1/sync/reconciliations/:reconciliationId/apply': () => ({ body: { hash: PLAN_HASH } }),
  'POST /api/v1/sync/reconciliations/:reconciliationId/apply (force)': () => ({
    body: { hash: PLAN_HASH, force: true },
  }),
  'POST {org}/members': ({ spare, world }) => ({ body: { userId: world.idOf(spare), role: 'org:member' } }),
  'PATCH {org}/members/:userId (to o:admin)': () => ({ body: { role: 'org:admin' } }),
  'DELETE {org}/members/:userId (oneself)': ({ person, world }) => ({
    params: { userId: world.idOf(person.email ?? 'nina@nowhere.test') },
  }),
  'POST {org}/invitations': ({ unique }) => ({
    body: { email: `guest-${unique}@guest.test`, role: 'org:member' },
  }),
  'POST {org}/invitations/bulk': ({ unique }) => ({
    body: { invitations: [{ email: `guest-${unique}@guest.test`, role: 'org:member' }] },
  }),
  'GET {org}/invitations/:invitationId': ({ fixtures, place }) => ({
    params: { invitationId: fixtures.invitationToOrganization.get(place.id)! },
  }),
  'POST {org}/invitations/:invitationId/adopt': ({ fixtures, place }) => ({
    params: { invitationId: fixtures.invitationToOrganization.get(place.id)! },
  }),
  'DELETE {org}/invitations/:invitationId': ({ fixtures, place }) => ({
    params: { invitationId: fixtures.invitationToOrganization.get(place.id)! },
  }),
  'POST {org}/event-endpoints': () => ({ body: { url: 'https://app.example/events' } }),
  'PATCH {org}/event-endpoints/:endpointId': ({ unique }) => ({ body: { description: unique } }),
  'POST /api/v1/event-endpoints': () => ({ body: { url: 'https://app.example/events' } }),
  'PATCH /api/v1/event-endpoints/:endpointId': ({ unique }) => ({ body: { description: unique } }),
  'POST {org}/groups': ({ unique }) => ({ body: { name: `Made ${unique}` } }),
  'PATCH {org}/groups/:groupId': ({ unique }) => ({ body: { description: unique } }),
  'DELETE {org}/groups/:groupId/grants/:grantId': () => ({ params: { grantId: OF_GROUP } }),
  'PUT {org}/groups/:groupId/grants': ({ place }) => ({
    body: { role: 'property:viewer', propertyId: place.id },
  }),
  'POST {property}/service-accounts': ({ unique }) => ({ body: { name: `Made ${unique}` } }),
  'PUT {property}/service-accounts/:accountId/grants': () => ({ body: { role: 'property:viewer' } }),
  'POST {property}/service-accounts/:accountId/keys': () => ({ body: {} }),
  'POST {property}/service-accounts/:accountId/clerk-credentials': ({ unique }) => ({
    body: { kind: 'api_key', clerkId: `ak_made_${unique}` },
  }),
  'POST {property}/service-accounts/:accountId/keys/:keyId/rotate': () => ({ body: {} }),
  'POST /api/v1/platform/service-accounts': ({ unique }) => ({ body: { name: `Made ${unique}` } }),
  'PUT /api/v1/platform/service-accounts/:accountId/grants': () => ({ body: { role: 'operator' } }),
  'DELETE /api/v1/platform/service-accounts/:accountId/grants/:role': () => ({
    params: { role: 'operator' },
  }),
  'POST /api/v1/platform/service-accounts/:accountId/keys': () => ({ body: {} }),
  'POST /api/v1/platform/service-accounts/:accountId/keys/:keyId/rotate': () => ({ body: {} }),
  'POST {org}/service-accounts': ({ unique }) => ({ body: { name: `Made ${unique}` } }),
  'PUT {org}/service-accounts/:accountId/grants': ({ place }) => ({
    body: { role: 'property:viewer', propertyId: place.id },
  }),
  'POST {org}/agents': ({ unique }) => ({
    body: { name: `Agent ${unique}`, permissions: ['property:property:read'] },
  }),
  'POST {org}/service-accounts/:accountId/keys': () => ({ body: {} }),
  'POST {org}/service-accounts/:accountId/clerk-credentials': ({ unique }) => ({
    body: { kind: 'api_key', clerkId: `ak_made_${unique}` },
  }),
  'POST {org}/service-accounts/:accountId/keys/:keyId/rotate': () => ({ body: {} }),
  'POST {org}/roles': ({ unique }) => ({
    body: { key: `property:made_${unique}`, name: unique, permissions: ['property:property:read'] },
  }),
  'PATCH {org}/roles/:roleKey': ({ unique }) => ({ body: { name: unique } }),
  'PATCH {org}/roles/:roleKey (dry run)': () => ({
    query: { dryRun: 'true' },
    body: { permissions: ['property:property:read', 'property:members:read'] },
  }),
  'DELETE {org}/roles/:roleKey (dry run)': () => ({ query: { dryRun: 'true' } }),
  'PUT {org}/grants/:userId': ({ tenant }) => ({ body: { role: roleOnOrganization(tenant) } }),
  'DELETE {org}/grants/:userId/:role': ({ tenant }) => ({ params: { role: roleOnOrganization(tenant) } }),
  'POST {org}/grants/bulk': ({ spareMember, place, world }) => ({
    body: { userIds: [world.idOf(spareMember)], propertyIds: [place.id], role: 'property:viewer' },
  }),
  'POST {org}/properties': ({ unique }) => ({ body: { name: unique, slug: `place-${unique}` } }),
  'PATCH {property}': ({ unique }) => ({ body: { name: `Renamed ${unique}` } }),
  'PUT {property}/grants/:userId': () => ({ body: { role: 'property:viewer' } }),
  'DELETE {property}/grants/:userId/:role': () => ({ params: { role: 'property:staff' } }),
  'POST {property}/invitations': ({ unique }) => ({
    body: { email: `guest-${unique}@guest.test`, role: 'property:viewer' },
  }),
  'GET {property}/invitations/:invitationId': ({ fixtures, place }) => ({
    params: { invitationId: fixtures.invitationToProperty.get(place.id)! },
  }),
  'POST {property}/invitations/:invitationId/adopt': ({ fixtures, place }) => ({
    params: { invitationId: fixtures.invitationToProperty.get(place.id)! },
  }),
  'DELETE {property}/invitations/:invitationId': ({ fixtures, place }) => ({
    params: { invitationId: fixtures.invitationToProperty.get(place.id)! },
  }),
  'POST /api/v1/access/check (oneself)': (scene) => ({ body: questionOf(scene) }),
  'POST /api/v1/access/check (another)': (scene) => ({ body: questionAboutAnother(scene) }),
  'POST /api/v1/access/check/batch': (scene) => ({
    body: { checks: [questionOf(scene), questionAboutAnother(scene)] },
  }),
  'POST /api/v1/access/explain (oneself)': (scene) => ({ body: questionOf(scene) }),
  'POST /api/v1/access/explain (another)': (scene) => ({ body: questionAboutAnother(scene) }),
  'GET /api/v1/access/properties': () => ({ query: { permission: 'property:property:read' } }),
  'GET /api/v1/access/properties (of one organization)': ({ tenant }) => ({
    query: { permission: 'property:property:read', organizationId: tenant.id },
  }),
  'GET /api/v1/me/properties': ({ tenant }) => ({ query: { organizationId: tenant.id } }),
  'GET /api/v1/access/people': (scene) => ({ query: questionOf(scene) }),
  'POST /api/v1/privacy/exports (of oneself)': aboutOneself,
  'POST /api/v1/privacy/exports (of another)': aboutSpare,
  'POST /api/v1/privacy/erasures (of oneself)': aboutOneself,
  'POST /api/v1/privacy/erasures (of another)': aboutSpare,
  'POST /api/v1/privacy/requests (of oneself)': (scene) => correctionOf(aboutOneself(scene)),
  'POST /api/v1/privacy/requests (of another)': (scene) => correctionOf(aboutSpare(scene)),
  'PUT /api/v1/privacy/requests/:requestId/law': () => ({ body: { law: 'ccpa' } }),
  'POST /api/v1/privacy/requests/:requestId/resolve': ({ fixtures }) => ({
    params: { requestId: fixtures.correctionId },
    body: { outcome: 'fulfilled', reason: 'Done.' },
  }),
  "POST /api/v1/privacy/requests/:requestId/withdraw (another's)": ({ fixtures }) => ({
    params: { requestId: fixtures.correctionId },
  }),
  'POST /api/v1/privacy/bulk': ({ spare, world }) => ({
    body: { action: 'export', people: [world.idOf(spare)], dryRun: true },
  }),
  'POST /api/v1/privacy/requests/:requestId/extend': () => ({ body: { reason: 'It takes longer.' } }),
  'POST /api/v1/sync/alarms/:alarmId/clear': () => ({ params: { alarmId: ALARM } }),
  'POST /api/v1/privacy/findings/:findingId/decide': () => ({
    params: { findingId: FINDING },
    body: { decision: 'keep', reason: 'somebody else' },
  }),
  'POST /api/v1/privacy/holds': ({ spare, world }) => ({
    body: { userId: world.idOf(spare), article: 'Art. 17(3)(e) GDPR' },
  }),
  'GET {org}/data-exports/:exportId': exportOfOrganization,
  'GET {org}/data-exports/:exportId/download': exportOfOrganization,
  'POST {org}/data-erasures': () => ({ body: { reason: 'The contract has ended.' } }),
  'GET {org}/data-erasures/:erasureId': ofOrganization,
  'POST {org}/data-erasures/:erasureId/approve': ofOrganization,
  'POST {org}/data-erasures/:erasureId/cancel': ofOrganization,
  'POST {org}/data-holds': () => ({ body: { article: 'Art. 17(3)(e) GDPR' } }),
  'DELETE {org}/data-holds/:holdId': ofOrganization,
  "GET /api/v1/privacy/organization-erasures/:erasureId (another's)": ofOrganization,
  "GET /api/v1/privacy/organization-erasures/:erasureId/certificate (another's)": ofOrganization,
  'PUT /api/v1/privacy/consents': ({ unique }) => ({
    body: { purpose: 'news', version: unique, given: true },
  }),
  'POST /api/v1/usage/days/:day/roll-up': () => ({ params: { day: daysAgo(1).slice(0, 10) } }),
  'POST /api/v1/usage/months/:month/close': () => ({ params: { month: daysAgo(40).slice(0, 7) } }),
  // What the document shows would refuse whoever sets it.
  'PUT {org}/sign-in-policy': openPolicy,
  'PUT /api/v1/platform/sign-in-policy': openPolicy,
  'POST /api/webhooks/clerk': signedDelivery,
};

function openPolicy() {
  return { body: { secondFactorRequired: false } };
}

function aboutOneself({ person, world }: Scene) {
  return { body: { userId: world.idOf(person.email ?? 'nina@nowhere.test') } };
}

function aboutSpare({ spare, world }: Scene) {
  return { body: { userId: world.idOf(spare) } };
}

function correctionOf({ body }: { body: object }) {
  return { body: { ...body, kind: 'correction', fields: ['lastName'] } };
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

function questionOf({ tenant, place }: Scene) {
  return { permission: 'property:property:read', organizationId: tenant.id, propertyId: place.id };
}

function questionAboutAnother(scene: Scene) {
  return { ...questionOf(scene), userId: scene.world.idOf(scene.spareMember) };
}

export const BANNED = 'spare-0@nowhere.test';
export const FORMER_OPERATOR = 'spare-1@nowhere.test';

/** SQL that must have happened before a line makes sense; undone with everything else. */
export const STAGE: Readonly<Record<string, (scene: Scene) => { sql: string; parameters: unknown[] }>> = {
  'POST /api/v1/users/:userId/unban': ({ world }) => ({
    sql: 'update users set banned = true where id = $1',
    parameters: [world.idOf(BANNED)],
  }),
  'DELETE /api/v1/users/:userId/platform-roles/:role': ({ world }) => ({
    sql: `insert into platform_role_grants (user_id, role, granted_at) values ($1, 'operator', now())`,
    parameters: [world.idOf(FORMER_OPERATOR)],
  }),
  // Somebody is added by those who know them from elsewhere.
  'POST {org}/members': ({ tenant, world }) => ({
    sql: `with elsewhere as (
            insert into organizations (id, name, status, created_at, updated_at)
            values (gen_random_uuid(), 'Elsewhere', 'active', now(), now()) returning id)
          insert into memberships (organization_id, user_id, role, created_at, updated_at)
          select elsewhere.id, person, 'org:member', now(), now() from elsewhere, unnest($1::uuid[]) person`,
    parameters: [[tenant.admin, ...world.spares].map((email) => world.idOf(email))],
  }),
  'DELETE {org}/grants/:userId/:role': ({ tenant, world }) => ({
    sql: `insert into organization_grants (organization_id, user_id, role, granted_at, valid_from)
          select $1, id, $2, now(), now() from users where id = any ($3)`,
    parameters: [
      tenant.id,
      roleOnOrganization(tenant),
      tenant.spareMembers.map((email) => world.idOf(email)),
    ],
  }),
  'DELETE {org}/groups/:groupId/members/:userId': ({ tenant, fixtures, world }) => ({
    sql: `insert into group_members (organization_id, group_id, user_id, added_at)
          select $1, $2, id, now() from users where id = any ($3)`,
    parameters: [
      tenant.id,
      fixtures.groupOf.get(tenant.id)!.groupId,
      tenant.spareMembers.map((email) => world.idOf(email)),
    ],
  }),
  'DELETE {org}/groups/:groupId/groups/:memberGroupId': ({ tenant, fixtures }) => {
    const { groupId, memberGroupId } = fixtures.groupOf.get(tenant.id)!;
    return {
      sql: `insert into group_nestings (organization_id, group_id, member_group_id, added_at) values ($1, $2, $3, now())`,
      parameters: [tenant.id, groupId, memberGroupId],
    };
  },
  'DELETE {org}/groups/:groupId/grants/:grantId': ({ tenant, fixtures, place }) => ({
    sql: `insert into group_grants (organization_id, id, group_id, property_id, role, granted_at, valid_from)
          values ($1, $2, $3, $4, 'property:viewer', now(), now())`,
    parameters: [tenant.id, OF_GROUP, fixtures.groupOf.get(tenant.id)!.groupId, place.id],
  }),
  'POST /api/v1/usage/days/:day/roll-up': ledgerOfLastYear,
  'POST /api/v1/usage/months/:month/close': ledgerOfLastYear,
  "POST /api/v1/privacy/erasures/:erasureId/approve (another's)": erasureWith(`status = 'awaiting_approval'`),
  "GET /api/v1/privacy/erasures/:erasureId/certificate (another's)": erasureWith(
    `certificate = '{"by": "us"}'`,
  ),
  'POST /api/v1/privacy/findings/:findingId/decide': ({ fixtures }) => ({
    sql: `insert into erasure_findings (id, erasure_id, place, row_key, text_hash, spans, kind, status, found_at)
          values ($1, $2, 'public.sync_alarms.detail', 'gone', '', '[]', 'name', 'open', now())`,
    parameters: [FINDING, fixtures.erasureId],
  }),
  'POST /api/v1/privacy/bulk/:bulkId/approve': ({ fixtures, world }) => ({
    sql: `update privacy_bulks set action = 'erase', dry_run = false, status = 'done', requested_by = $2 where id = $1`,
    parameters: [fixtures.bulkId, world.idOf(BANNED)],
  }),
  'GET {org}/data-erasures/:erasureId': erasureOfOrganization,
  'POST {org}/data-erasures/:erasureId/approve': erasureOfOrganization,
  'POST {org}/data-erasures/:erasureId/cancel': erasureOfOrganization,
  'DELETE {org}/data-holds/:holdId': ({ tenant, world }) => ({
    sql: `insert into organization_holds (id, organization_id, article, placed_by, placed_at)
          values ($1, $2, 'Art. 17(3)(e) GDPR', $3, now())`,
    parameters: [OF_ORGANIZATION, tenant.id, world.idOf(BANNED)],
  }),
  "GET /api/v1/privacy/organization-erasures/:erasureId (another's)": erasureOfOrganization,
  "GET /api/v1/privacy/organization-erasures/:erasureId/certificate (another's)": erasureOfOrganization,
  'POST /api/v1/sync/events/:eventId/replay': deadLetter,
  'POST /api/v1/sync/events/replay': deadLetter,
  'POST /api/v1/sync/alarms/:alarmId/clear': () => ({
    sql: `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at)
          values ($1, 'refused_membership', 'seeded', '{}', now(), now())`,
    parameters: [ALARM],
  }),
  'POST {org}/reinstate': ({ tenant }) => ({
    sql: `update organizations set status = 'suspended' where id = $1`,
    parameters: [tenant.id],
  }),
  'POST {property}/restore': ({ place }) => ({
    sql: `update properties set status = 'archived', archived_at = now() where id = $1`,
    parameters: [place.id],
  }),
};

function erasureWith(change: string) {
  return ({ fixtures }: Scene) => ({
    sql: `update privacy_erasures set ${change} where id = $1`,
    parameters: [fixtures.erasureId],
  });
}

const ALARM = '01a1f000-0000-7000-8000-000000000003';
const OF_GROUP = '01a1f000-0000-7000-8000-000000000004';
const FINDING = '01a1f000-0000-7000-8000-000000000002';

/** What is asked for of an organization's data, by somebody who stands in no column. */
const OF_ORGANIZATION = '01a1f000-0000-7000-8000-000000000001';

function ofOrganization(): Example {
  const id = OF_ORGANIZATION;
  return { params: { erasureId: id, holdId: id } };
}

function exportOfOrganization({ tenant, fixtures }: Scene): Example {
  return { params: { exportId: fixtures.exportOfOrganization.get(tenant.id) ?? '' } };
}

function erasureOfOrganization({ tenant, world }: Scene) {
  return {
    sql: `insert into organization_erasures (id, organization_id, requested_by, status, requested_at, erase_after,
            planned, steps, certificate)
          values ($1, $2, $3, 'awaiting_approval', now(), now() + interval '1 day', '[]', '[]', '{"by": "us"}')`,
    parameters: [OF_ORGANIZATION, tenant.id, world.idOf(BANNED)],
  };
}

function deadLetter({ fixtures }: Scene) {
  return {
    sql: `update webhook_deliveries set state = 'dead', last_error = 'seeded' where svix_id = $1`,
    parameters: [fixtures.deliveryId],
  };
}

function ledgerOfLastYear() {
  return { sql: `update usage_ledger set began_at = now() - interval '1 year'`, parameters: [] };
}

/** A valid request for a line of the matrix. */
export function requestFor(row: MatrixRow, scene: Scene): ApiRequest {
  const example = EXAMPLES[row.name]?.(scene) ?? {};
  const params = paramsFor(row, scene);
  const path = row.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined)
      throw new Error(`${row.name}: no POST of the matrix makes one, so examples.ts has to give a ${name}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(example.query).toString();
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(row.method);
  const body = example.body ?? (hasBody ? (scene.world.bodies.get(row.route) ?? {}) : undefined);
  return {
    method: row.method,
    path: query === '' ? path : `${path}?${query}`,
    ...(body !== undefined && { body }),
    ...(example.headers && { headers: example.headers }),
  };
}

/** The last name in the path, where there is nothing that it could stand for. */
export function missingParam(row: MatrixRow, scene: Scene): string | undefined {
  const [, name] = /\/:(\w+)$/.exec(row.path) ?? [];
  return name === undefined || name in paramsFor(row, scene) ? undefined : name;
}

function paramsFor(row: MatrixRow, scene: Scene): Readonly<Record<string, string>> {
  return {
    ...scene.fixtures.madeByPost.get(scene.place.id),
    organizationId: scene.tenant.id,
    propertyId: scene.place.id,
    userId: scene.world.idOf(scene.spareMember),
    roleKey: roleOnProperty(scene.tenant),
    eventId: scene.fixtures.deliveryId,
    job: 'invitations.expire',
    exportId: scene.fixtures.exportId,
    erasureId: scene.fixtures.erasureId,
    requestId: scene.fixtures.erasureId,
    holdId: scene.fixtures.holdId,
    reconciliationId: scene.fixtures.reconciliationId,
    bulkId: scene.fixtures.bulkId,
    ...scene.fixtures.accountOf.get(ownerOfAccounts(row, scene)),
    ...scene.fixtures.groupOf.get(scene.tenant.id),
    ...scene.fixtures.endpointOf.get(row.path.includes(':organizationId') ? scene.tenant.id : ''),
    ...EXAMPLES[row.name]?.(scene).params,
  };
}

/** Whose service accounts a route is about; '': the platform's. */
function ownerOfAccounts({ path }: MatrixRow, { place, tenant }: Scene): string {
  if (!path.includes(':organizationId')) return '';
  return path.includes('/:propertyId/service-accounts') ? place.id : tenant.id;
}

function signedDelivery({ world, unique }: Scene): Example {
  const body = JSON.stringify({
    type: 'email.created',
    object: 'event',
    instance_id: world.clerk.instanceId,
    timestamp: Date.now(),
    data: { id: `ema_${unique}` },
  });
  const id = `msg_${unique}`;
  const [secret = ''] = world.environment.clerk.webhookSigningSecrets;
  return { body, headers: svixHeaders(id, body, [secret]) };
}
