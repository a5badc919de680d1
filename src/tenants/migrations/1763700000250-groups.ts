import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, OWN_PERSON, rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const TABLES = ['groups', 'group_members', 'group_nestings', 'group_grants'];
const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;

/** Groups of an organization: who is in them, which groups lie in which, and the roles that all of them hold. */
export class Groups1763700000250 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(
      queryRunner,
      [
        ...DEFINITIONS,
        rowSecurityFor('group_members', { read: `${OWN_OR_SYSTEM} or ${OWN_PERSON}`, write: OWN_OR_SYSTEM }),
        ...['groups', 'group_nestings', 'group_grants'].map((table) =>
          rowSecurityFor(table, { read: readableByMembers(table), write: OWN_OR_SYSTEM }),
        ),
        ...TABLES.map((table) => [
          `grant select on ${table} to tenantry_access`,
          `create policy ${table}_lookup on ${table} for select to tenantry_access using (true)`,
        ]),
        GROUP_PEOPLE,
        `grant select on group_people to tenantry_app`,
        GRANTS_BY_GROUPS,
        `grant select on grants_by_groups to tenantry_app, tenantry_access`,
        GRANTS_BY_GROUPS_OF,
        `revoke execute on function app.grants_by_groups_of(uuid[], uuid[]) from public`,
        `grant execute on function app.grants_by_groups_of(uuid[], uuid[]) to tenantry_app`,
        ...LOSSES.map(
          ([table, when, person]) =>
            `create trigger note_lost_right after ${when} on ${table}
             for each row execute function app.note_lost_right('organization_id', '${person}')`,
        ),
      ].flat(),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop function app.grants_by_groups_of(uuid[], uuid[])`,
      `drop view grants_by_groups`,
      `drop view group_people`,
      ...TABLES.toReversed().map((table) => `drop table ${table}`),
    ]);
  }
}

/** A person sees the groups of their organizations where they ask for what they hold themselves. */
function readableByMembers(table: string): string {
  return `${OWN_OR_SYSTEM} or exists (select from memberships m
    where m.organization_id = ${table}.organization_id and m.user_id = (select app.scope_user()))`;
}

const DEFINITIONS = [
  `create table groups (
     organization_id uuid not null references organizations (id) on delete cascade,
     id uuid not null,
     name text not null,
     description text,
     -- Everybody whose membership has this role is in the group, beside those who were added.
     clerk_role text,
     version integer not null default 1,
     created_by uuid,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     constraint pk_groups primary key (organization_id, id),
     constraint uq_groups_name unique (organization_id, name)
   )`,
  `create index groups_clerk_role on groups (organization_id, clerk_role) where clerk_role is not null`,
  `create table group_members (
     organization_id uuid not null,
     group_id uuid not null,
     user_id uuid not null,
     added_by uuid,
     added_at timestamptz not null,
     constraint pk_group_members primary key (organization_id, group_id, user_id),
     constraint fk_group_members_group foreign key (organization_id, group_id)
       references groups (organization_id, id) on delete cascade,
     -- Who leaves the organization leaves its groups.
     constraint fk_group_members_membership foreign key (organization_id, user_id)
       references memberships (organization_id, user_id) on delete cascade
   )`,
  `create index group_members_user on group_members (user_id, organization_id)`,
  `create index group_members_adder on group_members (added_by) where added_by is not null`,
  `create table group_nestings (
     organization_id uuid not null,
     group_id uuid not null,
     -- Whoever is in this group is in the other one too.
     member_group_id uuid not null,
     added_by uuid,
     added_at timestamptz not null,
     constraint pk_group_nestings primary key (organization_id, group_id, member_group_id),
     constraint fk_group_nestings_group foreign key (organization_id, group_id)
       references groups (organization_id, id) on delete cascade,
     constraint fk_group_nestings_member foreign key (organization_id, member_group_id)
       references groups (organization_id, id) on delete cascade,
     constraint ck_group_nestings_other check (group_id <> member_group_id)
   )`,
  `create index group_nestings_member on group_nestings (organization_id, member_group_id)`,
  `create index group_nestings_adder on group_nestings (added_by) where added_by is not null`,
  `create table group_grants (
     organization_id uuid not null,
     id uuid not null,
     group_id uuid not null,
     -- Null: on the organization.
     property_id uuid,
     role text not null,
     -- The same where the organization made the role: one that stands here cannot be deleted.
     custom_role text,
     granted_by uuid,
     granted_at timestamptz not null,
     valid_from timestamptz not null,
     expires_at timestamptz,
     constraint pk_group_grants primary key (organization_id, id),
     constraint uq_group_grants unique nulls not distinct (organization_id, group_id, property_id, role),
     constraint fk_group_grants_group foreign key (organization_id, group_id)
       references groups (organization_id, id) on delete cascade,
     constraint fk_group_grants_property foreign key (organization_id, property_id)
       references properties (organization_id, id) on delete cascade,
     constraint fk_group_grants_role foreign key (organization_id, custom_role)
       references custom_roles (organization_id, key),
     constraint ck_group_grants_role check (custom_role is null or custom_role = role),
     constraint ck_group_grants_period check (expires_at is null or expires_at > valid_from)
   )`,
  `create index group_grants_property on group_grants (organization_id, property_id, role)`,
  `create index group_grants_role on group_grants (organization_id, custom_role)`,
  `create index group_grants_giver on group_grants (granted_by, valid_from) where granted_by is not null`,
];

/** Where a right may go: what somebody gave on it and what is not in force yet is judged anew. Without a person: everybody's. */
const LOSSES = [
  ['group_members', 'delete', 'user_id'],
  ['group_nestings', 'delete', ''],
  ['group_grants', 'delete or update', ''],
  ['groups', 'update of clerk_role', ''],
] as const;

/** A role that was lowered here brings nothing by groups until Clerk has confirmed it: rights are given there first. */
const IN_BY_ROLE = `m.organization_id = s.organization_id and m.role = s.clerk_role and m.pending_role is null`;
const NESTED = `join group_nestings n on n.organization_id = g.organization_id and n.group_id = g.group_id`;

/**
 * The one definition of who (`m`) is in a group (`g`): by hand or by the role of their membership, and straight or by a group
 * that lies in it. Whoever is in it in two ways shows twice.
 */
const WAYS = [
  {
    joins: `join group_members m on m.organization_id = g.organization_id and m.group_id = g.group_id`,
    byClerkRole: 'null::text',
    byGroup: 'null::uuid',
    added: 'm.added_at, m.added_by',
  },
  {
    joins: `${NESTED}
      join group_members m on m.organization_id = n.organization_id and m.group_id = n.member_group_id`,
    byClerkRole: 'null',
    byGroup: 'n.member_group_id',
    added: 'null, null',
  },
  {
    joins: `join groups s on s.organization_id = g.organization_id and s.id = g.group_id
      join memberships m on ${IN_BY_ROLE}`,
    byClerkRole: 'm.role',
    byGroup: 'null',
    added: 'null, null',
  },
  {
    joins: `${NESTED}
      join groups s on s.organization_id = n.organization_id and s.id = n.member_group_id
      join memberships m on ${IN_BY_ROLE}`,
    byClerkRole: 'm.role',
    byGroup: 'n.member_group_id',
    added: 'null, null',
  },
];

/** Who is in which group, and by what. */
const GROUP_PEOPLE = `
  create view group_people (organization_id, group_id, user_id, by_clerk_role, by_group, added_at, added_by)
    with (security_invoker = true) as
  ${WAYS.map(
    ({ joins, byClerkRole, byGroup, added }) => `
      select g.organization_id, g.group_id, m.user_id, ${byClerkRole}, ${byGroup}, ${added}
      from (select organization_id, id as group_id from groups) g ${joins}`,
  ).join(' union all ')}`;

/**
 * What people hold by groups. Each way is a join of its own with the grants, so that each is read off indexes by person as
 * well as by place; joined to the view above they could be read by person only. Works in the scope of whoever asks.
 */
const GRANTS_BY_GROUPS = `
  create view grants_by_groups with (security_invoker = true) as
  ${WAYS.map(
    ({ joins, byClerkRole }) => `
      select g.organization_id, g.property_id, m.user_id, g.role, g.granted_by, g.granted_at, g.valid_from, g.expires_at,
        g.group_id, g.id as grant_id, ${byClerkRole} as by_clerk_role
      from group_grants g ${joins}`,
  ).join(' union all ')}`;

/** The same for some people in some organizations (null: in all), each grant once: planned once for a connection. */
const GRANTS_BY_GROUPS_OF = `
  create function app.grants_by_groups_of(p_user_ids uuid[], p_organization_ids uuid[])
    returns setof grants_by_groups
    language plpgsql stable rows 10 set search_path = pg_catalog, public as $$
      begin
        -- Most organizations have no groups, and theirs are the most questions.
        if p_organization_ids is not null
          and not exists (select from groups s where s.organization_id = any (p_organization_ids)) then return; end if;
        return query
          select distinct on (g.grant_id, g.user_id) g.*
            from grants_by_groups g
           where g.user_id = any (p_user_ids)
             and (p_organization_ids is null or g.organization_id = any (p_organization_ids))
           -- Who is in it by hand stays in it, whatever becomes of their role.
           order by g.grant_id, g.user_id, g.by_clerk_role nulls first;
      end $$`;
