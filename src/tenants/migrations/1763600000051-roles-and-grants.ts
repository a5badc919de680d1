import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  IN_ANY_SCOPE,
  OWN_ORGANIZATION,
  OWN_PERSON,
  SYSTEM,
  rowSecurityFor,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;

/** Roles that are stored: Clerk's, mirrored, and those that an organization makes. And who was given which, and where. */
export class RolesAndGrants1763600000051 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [...CLERK_ROLES, ...CUSTOM_ROLES, ...ORGANIZATION_GRANTS, ...PROPERTY_GRANTS]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table property_grants`,
      `drop table organization_grants`,
      `drop table custom_roles`,
      `drop table clerk_roles_state`,
      `drop table clerk_roles`,
    ]);
  }
}

/** Clerk's roles are of the whole instance: no tenant's data, so that everybody signed in may read them. */
const CLERK_ROLES = [
  `create table clerk_roles (
     clerk_id text primary key,
     key text not null constraint uq_clerk_roles_key unique,
     name text not null,
     description text,
     permissions text[] not null,
     updated_at timestamptz not null
   )`,
  ...rowSecurityFor('clerk_roles', { read: IN_ANY_SCOPE }),
  // One row: when the newest answer that the mirror believes was asked for.
  `create table clerk_roles_state (
     only_row boolean primary key default true check (only_row),
     asked_at timestamptz not null
   )`,
  ...rowSecurityFor('clerk_roles_state', { read: SYSTEM }),
];

const CUSTOM_ROLES = [
  `create table custom_roles (
     organization_id uuid not null references organizations (id) on delete cascade,
     key text not null,
     name text not null,
     description text,
     scope_kind text not null check (scope_kind in ('organization', 'property')),
     permissions text[] not null,
     version integer not null default 1,
     created_by uuid,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     constraint pk_custom_roles primary key (organization_id, key),
     constraint ck_custom_roles_key check (
       key ~ '^(org|property):[a-z0-9_]{1,60}$' and (scope_kind = 'property') = (key like 'property:%'))
   )`,
  ...rowSecurityFor('custom_roles', {
    read: `${OWN_OR_SYSTEM} or exists (select from memberships m
             where m.organization_id = custom_roles.organization_id and m.user_id = (select app.scope_user()))`,
    write: OWN_OR_SYSTEM,
  }),
];

/** Roles that the organization made, on the organization. The one that Clerk knows stands in the membership. */
const ORGANIZATION_GRANTS = [
  `create table organization_grants (
     organization_id uuid not null,
     user_id uuid not null,
     role text not null,
     granted_by uuid,
     granted_at timestamptz not null,
     valid_from timestamptz not null,
     expires_at timestamptz,
     primary key (organization_id, user_id, role),
     constraint fk_organization_grants_role foreign key (organization_id, role)
       references custom_roles (organization_id, key),
     -- Leaving the organization takes every right in it along.
     constraint fk_organization_grants_membership foreign key (organization_id, user_id)
       references memberships (organization_id, user_id) on delete cascade,
     constraint ck_organization_grants_period check (expires_at is null or expires_at > valid_from)
   )`,
  `create index organization_grants_user on organization_grants (user_id, organization_id)`,
  `create index organization_grants_role on organization_grants (organization_id, role, user_id)`,
  `create index organization_grants_giver on organization_grants (granted_by, valid_from)
     where granted_by is not null`,
  ...rowSecurityFor('organization_grants', {
    read: `${OWN_OR_SYSTEM} or ${OWN_PERSON}`,
    write: OWN_OR_SYSTEM,
  }),
];

/** Roles on one property, built-in or made by the organization. */
const PROPERTY_GRANTS = [
  `create table property_grants (
     organization_id uuid not null,
     property_id uuid not null,
     user_id uuid not null,
     role text not null,
     granted_by uuid,
     granted_at timestamptz not null,
     valid_from timestamptz not null,
     expires_at timestamptz,
     primary key (organization_id, property_id, user_id, role),
     constraint fk_property_grants_property foreign key (organization_id, property_id)
       references properties (organization_id, id) on delete cascade,
     -- Leaving the organization takes every right on its properties along.
     constraint fk_property_grants_membership foreign key (organization_id, user_id)
       references memberships (organization_id, user_id) on delete cascade,
     constraint ck_property_grants_period check (expires_at is null or expires_at > valid_from)
   )`,
  `create index property_grants_user on property_grants (user_id, organization_id)`,
  // Who holds a role on a property: for lists and for an edit's effect.
  `create index property_grants_role on property_grants (organization_id, role, property_id, user_id)`,
  // On which properties does she hold this? One page of a person's grants in the order of the list.
  `create index property_grants_reach on property_grants (user_id, property_id desc)`,
  `create index property_grants_giver on property_grants (granted_by, valid_from) where granted_by is not null`,
  ...rowSecurityFor('property_grants', { read: `${OWN_OR_SYSTEM} or ${OWN_PERSON}`, write: OWN_OR_SYSTEM }),
];
