import { roleOnOrganization, type Scene } from './scene.js';

/** People who are put into a state first. */
export const BANNED = 'spare-0@nowhere.test';
export const FORMER_OPERATOR = 'spare-1@nowhere.test';

/** Ids of rows that are written for one line alone. */
export const ALARM = '01a1f000-0000-7000-8000-000000000003';
export const OF_GROUP = '01a1f000-0000-7000-8000-000000000004';
export const FINDING = '01a1f000-0000-7000-8000-000000000002';

/** What is asked for of an organization's data, by somebody who stands in no column. */
export const OF_ORGANIZATION = '01a1f000-0000-7000-8000-000000000001';

interface Statement {
  readonly sql: string;
  readonly parameters: unknown[];
}

/** SQL that must have happened before a line makes sense; undone with everything else. */
export const STAGED_ROWS: Readonly<Record<string, (scene: Scene) => Statement>> = {
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
