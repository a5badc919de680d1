import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, OWN_PERSON, PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * Organizations and what lies inside them. `organization_id` leads every primary key, unique key and foreign key:
 * integrity checks ignore row-level security, and a child must never point across the wall.
 */
export class Tenants1763700000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const ownOrSystem = `${SYSTEM} or ${OWN_ORGANIZATION}`;
    await runAll(queryRunner, [
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
         source_updated_at timestamptz,
         source_event_at timestamptz
       )`,
      `create unique index uq_organizations_slug on organizations (slug) where status <> 'deleted'`,
      `create table memberships (
         organization_id uuid not null references organizations (id) on delete cascade,
         user_id uuid not null references users (id) on delete cascade,
         clerk_id text constraint uq_memberships_clerk_id unique,
         role text not null,
         created_at timestamptz not null,
         updated_at timestamptz not null,
         source_updated_at timestamptz,
         source_event_at timestamptz,
         primary key (organization_id, user_id)
       )`,
      `create index memberships_user_id on memberships (user_id)`,
      `create table properties (
         organization_id uuid not null references organizations (id) on delete cascade,
         id uuid not null,
         slug text not null,
         name text not null,
         timezone text not null,
         status text not null check (status in ('active', 'archived')),
         version integer not null default 1,
         created_at timestamptz not null,
         updated_at timestamptz not null,
         archived_at timestamptz,
         primary key (organization_id, id),
         constraint uq_properties_slug unique (organization_id, slug)
       )`,
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
      `create table invitations (
         organization_id uuid not null references organizations (id) on delete cascade,
         id uuid not null,
         property_id uuid,
         email_address text not null,
         organization_role text not null,
         property_role text,
         status text not null check (status in ('pending', 'accepted', 'revoked', 'expired', 'failed')),
         -- How far the news has got: to Clerk (which sends the mail), or why it did not.
         delivery text not null check (delivery in ('queued', 'sent', 'failed')),
         delivery_error text,
         clerk_id text,
         invited_by uuid,
         expires_at timestamptz not null,
         created_at timestamptz not null,
         updated_at timestamptz not null,
         accepted_in_clerk_at timestamptz,
         accepted_at timestamptz,
         accepted_by uuid,
         revoked_at timestamptz,
         primary key (organization_id, id),
         constraint fk_invitations_property foreign key (organization_id, property_id)
           references properties (organization_id, id) on delete cascade,
         constraint ck_invitations_role check ((property_id is null) = (property_role is null))
       )`,
      // One open invitation per address and place; the index decides races.
      `create unique index uq_invitations_pending on invitations
         (organization_id, coalesce(property_id, '00000000-0000-0000-0000-000000000000'), email_address)
         where status = 'pending'`,
      `create index invitations_clerk_id on invitations (clerk_id)`,
      ...rowSecurityFor('users', {
        read: `${SYSTEM} or ${PLATFORM} or id = (select app.scope_user())
               or exists (select from memberships m where m.user_id = users.id
                          and m.organization_id = (select app.scope_organization()))`,
        write: `${SYSTEM} or ${PLATFORM}`,
      }),
      ...rowSecurityFor('organizations', {
        read: `${SYSTEM} or ${PLATFORM} or id = (select app.scope_organization())
               or exists (select from memberships m where m.organization_id = organizations.id
                          and m.user_id = (select app.scope_user()))`,
        write: `${SYSTEM} or id = (select app.scope_organization())`,
      }),
      ...rowSecurityFor('memberships', {
        read: `${ownOrSystem} or ${PLATFORM} or ${OWN_PERSON}`,
        write: ownOrSystem,
      }),
      ...rowSecurityFor('properties', {
        read: `${ownOrSystem} or exists (select from memberships m where m.organization_id = properties.organization_id
                          and m.user_id = (select app.scope_user()))`,
        write: ownOrSystem,
      }),
      ...rowSecurityFor('property_grants', { read: `${ownOrSystem} or ${OWN_PERSON}`, write: ownOrSystem }),
      ...rowSecurityFor('invitations', { read: ownOrSystem, write: ownOrSystem }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table invitations`,
      `drop table property_grants`,
      `drop table properties`,
      `drop policy users_read on users`,
      `drop policy organizations_read on organizations`,
      `drop table memberships`,
      `drop table organizations`,
    ]);
  }
}
