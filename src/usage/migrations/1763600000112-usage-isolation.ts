import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const BUMP = `insert into property_zone_versions (organization_id)
       select distinct organization_id from changed order by 1
       on conflict (organization_id) do update set version = property_zone_versions.version + 1`;

/**
 * What keeps one tenant of the usage ledger from holding up the others: a version of the time zones of an organization's
 * properties, so that they are counted again only after a change, and a place for sightings that cannot be written.
 */
export class UsageIsolation1763600000112 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Whoever may write a property may count up the version of its organization.
    const ownOrSystem = `${SYSTEM} or ${OWN_ORGANIZATION}`;
    await runAll(queryRunner, [
      `create table property_zone_versions (
         organization_id uuid primary key references organizations (id) on delete cascade,
         version bigint not null default 1
       )`,
      ...rowSecurityFor('property_zone_versions', { read: ownOrSystem, write: ownOrSystem }),
      `create function app.count_zone_change() returns trigger language plpgsql set search_path = public as $$
       begin
         if tg_op = 'INSERT' then
           with changed as (select organization_id from added)
           ${BUMP};
         elsif tg_op = 'UPDATE' then
           with changed as (
             select organization_id from (
               select id, organization_id, timezone, status from added except
               select id, organization_id, timezone, status from removed) c)
           ${BUMP};
         else
           -- Goes along with its organization more often than not, so nothing is added here.
           update property_zone_versions v set version = v.version + 1
             where v.organization_id in (select organization_id from removed);
         end if;
         return null;
       end $$`,
      `create trigger properties_zones_added after insert on properties
         referencing new table as added for each statement execute function app.count_zone_change()`,
      `create trigger properties_zones_changed after update on properties
         referencing old table as removed new table as added for each statement execute function app.count_zone_change()`,
      `create trigger properties_zones_removed after delete on properties
         referencing old table as removed for each statement execute function app.count_zone_change()`,
      `create table usage_dead_letters (
         id uuid primary key,
         user_id uuid not null references users (id) on delete cascade,
         organization_id uuid,
         property_id uuid,
         seen_first_at timestamptz not null,
         seen_last_at timestamptz not null,
         -- SQLSTATE of the refusal; empty where it was none of the database.
         error_code text not null,
         recorded_at timestamptz not null default clock_timestamp()
       )`,
      `create index usage_dead_letters_user on usage_dead_letters (user_id)`,
      ...rowSecurityFor('usage_dead_letters', { read: SYSTEM, privileges: ['SELECT', 'INSERT', 'DELETE'] }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table usage_dead_letters`,
      `drop trigger properties_zones_removed on properties`,
      `drop trigger properties_zones_changed on properties`,
      `drop trigger properties_zones_added on properties`,
      `drop function app.count_zone_change()`,
      `drop table property_zone_versions`,
    ]);
  }
}
