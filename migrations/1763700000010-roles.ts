import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, OWN_ORGANIZATION, OWN_PERSON, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** Roles that are stored: Clerk's, mirrored, and those that an organization makes; and grants of the latter on it. */
export class Roles1763700000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const ownOrSystem = `${SYSTEM} or ${OWN_ORGANIZATION}`;
    await runAll(queryRunner, [
      // Clerk's roles are of the whole instance: no tenant's data, so that everybody signed in may read them.
      `create table clerk_roles (
         clerk_id text primary key,
         key text not null constraint uq_clerk_roles_key unique,
         name text not null,
         description text,
         permissions text[] not null,
         updated_at timestamptz not null
       )`,
      // One row: when the newest answer that the mirror believes was asked for.
      `create table clerk_roles_state (
         only_row boolean primary key default true check (only_row),
         asked_at timestamptz not null
       )`,
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
      // Who holds a role in an organization, on a property: for the last owner, for lists and for an edit's effect.
      `create index memberships_role on memberships (organization_id, role, user_id)`,
      `create index property_grants_role on property_grants (organization_id, role, property_id, user_id)`,
      `alter table properties add column max_people integer
         constraint ck_properties_max_people check (max_people is null or max_people > 0)`,
      ...rowSecurityFor('clerk_roles', { read: IN_ANY_SCOPE }),
      ...rowSecurityFor('clerk_roles_state', { read: SYSTEM }),
      ...rowSecurityFor('custom_roles', {
        read: `${ownOrSystem} or exists (select from memberships m where m.organization_id = custom_roles.organization_id
                          and m.user_id = (select app.scope_user()))`,
        write: ownOrSystem,
      }),
      ...rowSecurityFor('organization_grants', {
        read: `${ownOrSystem} or ${OWN_PERSON}`,
        write: ownOrSystem,
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table properties drop column max_people`,
      `drop index property_grants_role`,
      `drop index memberships_role`,
      `drop table organization_grants`,
      `drop table custom_roles`,
      `drop table clerk_roles_state`,
      `drop table clerk_roles`,
    ]);
  }
}
