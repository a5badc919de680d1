import type { DeclaredPermission } from '#auth';
import { hashOfPlan } from '#permissions';
import type { MatrixRow } from './matrix.js';
import { roleOnOrganization, type Scene } from './scene.js';
import { ALARM, BANNED, FINDING, FORMER_OPERATOR, OF_GROUP, OF_ORGANIZATION } from './staged-rows.js';
import { svixHeaders } from '../support/svix-headers.js';

const DECLARED: DeclaredPermission = {
  key: 'property:pools:clean',
  description: 'Clean pools',
  roles: [],
  includes: [],
};

/** The hash of the comparison's plan that waits. */
export const PLAN_HASH = 'a'.repeat(64);

interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

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
export const EXAMPLES: Readonly<Record<string, (scene: Scene) => Example>> = {
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

function ofOrganization(): Example {
  const id = OF_ORGANIZATION;
  return { params: { erasureId: id, holdId: id } };
}

function exportOfOrganization({ tenant, fixtures }: Scene): Example {
  return { params: { exportId: fixtures.exportOfOrganization.get(tenant.id) ?? '' } };
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
