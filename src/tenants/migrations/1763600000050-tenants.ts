import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  OWN_ORGANIZATION,
  OWN_PERSON,
  PLATFORM,
  SYSTEM,
  rowSecurityFor,
  withoutRowSecurity,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;

/** Whether the person of a row is a member of the organization that the scope names. */
const isMemberHere = (userId: string) => `exists (select from memberships m where m.user_id = ${userId}
  and m.organization_id = (select app.scope_organization()))`;
/** Whether the person that the scope names is a member of a row's organization. */
const isMemberOf = (
  organizationId: string,
) => `exists (select from memberships m where m.organization_id = ${organizationId}
  and m.user_id = (select app.scope_user()))`;

/**
 * Organizations, their members and their properties. `organization_id` leads every primary key, unique key and foreign
 * key of what lies inside an organization: integrity checks ignore row-level security, and a child must never point
 * into another organization.
 */
export class Tenants1763600000050 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...ORGANIZATIONS,
      ...MEMBERSHIPS,
      ...PROPERTIES,
      ...ROW_SECURITY,
      ...ROW_SECURITY_OF_USERS,
      ...LIFECYCLE,
      ...CLERK_WRITE_LEASES,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table clerk_write_leases`,
      `drop table ownerless_organizations`,
      `drop table personal_tenants`,
      ...withoutRowSecurity('user_email_addresses'),
      ...withoutRowSecurity('users'),
      `drop table properties`,
      // Its policy asks for memberships.
      `drop policy organizations_read on organizations`,
      `drop table memberships`,
      `drop table organizations`,
    ]);
  }
}

const ORGANIZATIONS = [
  `create table organizations (
     id uuid primary key,
     clerk_id text constraint uq_organizations_clerk_id unique,
     slug text,
     name text not null,
     status text not null check (status in ('active', 'suspended', 'deleted')),
     max_allowed_memberships integer,
     version integer not null default 1,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     deleted_at timestamptz,
     -- Clerk's 'updated_at' of what is mirrored, and when the event that brought it happened (null: it was fetched).
     source_updated_at timestamptz,
     source_event_at timestamptz
   )`,
  `create unique index uq_organizations_slug on organizations (slug) where status <> 'deleted'`,
  `create index organizations_slug on organizations (slug) where slug is not null`,
];

const MEMBERSHIPS = [
  `create table memberships (
     organization_id uuid not null references organizations (id) on delete cascade,
     user_id uuid not null references users (id) on delete cascade,
     clerk_id text constraint uq_memberships_clerk_id unique,
     role text not null,
     -- A role that was lowered here and that Clerk has not confirmed: until then Clerk's word cannot raise it.
     pending_role text,
     -- Counts what was decided here: who asked Clerk before the last decision does not speak for it.
     fence integer not null default 0,
     -- The invitation that it grew out of, so that one that is void here can be told from every other one.
     invitation_id uuid,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     source_updated_at timestamptz,
     source_event_at timestamptz,
     primary key (organization_id, user_id)
   )`,
  `create index memberships_user_id on memberships (user_id)`,
  // Who holds a role in an organization: for the last owner, for lists and for an edit's effect.
  `create index memberships_role on memberships (organization_id, role, user_id)`,
  `create index memberships_invitation on memberships (organization_id, invitation_id)
     where invitation_id is not null`,
];

const PROPERTIES = [
  `create table properties (
     organization_id uuid not null references organizations (id) on delete cascade,
     id uuid not null,
     slug text not null,
     name text not null,
     timezone text not null,
     status text not null check (status in ('active', 'archived')),
     max_people integer
       constraint ck_properties_max_people check (max_people is null or max_people > 0),
     version integer not null default 1,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     archived_at timestamptz,
     primary key (organization_id, id),
     constraint uq_properties_slug unique (organization_id, slug)
   )`,
];

const ROW_SECURITY = [
  ...rowSecurityFor('organizations', {
    read: `${SYSTEM} or ${PLATFORM} or id = (select app.scope_organization()) or ${isMemberOf('organizations.id')}`,
    write: `${SYSTEM} or id = (select app.scope_organization())`,
  }),
  ...rowSecurityFor('memberships', {
    read: `${OWN_OR_SYSTEM} or ${PLATFORM} or ${OWN_PERSON}`,
    write: OWN_OR_SYSTEM,
  }),
  ...rowSecurityFor('properties', {
    read: `${OWN_OR_SYSTEM} or ${isMemberOf('properties.organization_id')}`,
    write: OWN_OR_SYSTEM,
  }),
];

/** An organization sees the people who are its members. */
const ROW_SECURITY_OF_USERS = [
  ...rowSecurityFor('users', {
    read: `${SYSTEM} or ${PLATFORM} or id = (select app.scope_user()) or ${isMemberHere('users.id')}`,
    write: `${SYSTEM} or ${PLATFORM}`,
  }),
  ...rowSecurityFor('user_email_addresses', {
    // Whoever is invited may be a member under an address that is not their first one.
    read: `${SYSTEM} or ${PLATFORM} or ${OWN_PERSON} or ${isMemberHere('user_email_addresses.user_id')}`,
  }),
];

/** What becomes of tenants with their people: a personal one for who came, an archive of what nobody owns any more. */
const LIFECYCLE = [
  `create table personal_tenants (
     user_id uuid primary key references users (id) on delete cascade,
     organization_id uuid references organizations (id),
     requested_at timestamptz not null,
     settled_at timestamptz
   )`,
  `create index personal_tenants_organization on personal_tenants (organization_id)`,
  ...rowSecurityFor('personal_tenants', { read: `${SYSTEM} or ${PLATFORM}` }),
  `create table ownerless_organizations (
     organization_id uuid not null references organizations (id),
     id uuid not null,
     -- Who owned it last.
     user_id uuid references users (id) on delete set null,
     lost_at timestamptz not null,
     archive_after timestamptz not null,
     state text not null check (state in ('holding', 'cancelled', 'archived')),
     settled_at timestamptz,
     primary key (organization_id, id)
   )`,
  `create unique index uq_ownerless_organizations_holding on ownerless_organizations (organization_id)
    where state = 'holding'`,
  `create index ownerless_organizations_user on ownerless_organizations (user_id)`,
  ...rowSecurityFor('ownerless_organizations', { read: `${SYSTEM} or ${PLATFORM}` }),
];

/** Who writes an object at Clerk now. A row is there while somebody does, and for a while after a crash. */
const CLERK_WRITE_LEASES = [
  `create table clerk_write_leases (
     -- Of the ids of the object.
     object_sha256 bytea primary key,
     holder uuid not null,
     held_until timestamptz not null
   )`,
  `create index clerk_write_leases_held on clerk_write_leases (held_until)`,
  ...rowSecurityFor('clerk_write_leases', { read: SYSTEM }),
];
