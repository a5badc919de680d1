import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

const READ_BY_LOOKUP = [
  'users',
  'user_sessions',
  'platform_role_grants',
  'organizations',
  'memberships',
  'properties',
  'property_grants',
];

/**
 * The one question the guard asks, before any scope exists: who is this, and which roles hold on the path's
 * organization and property? A function of a role that can only read these tables and cannot log in.
 */
export class AccessLookup1763700000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...READ_BY_LOOKUP.flatMap((table) => [
        `grant select on ${table} to tenantry_access`,
        `create policy ${table}_lookup on ${table} for select to tenantry_access using (true)`,
      ]),
      `create function app.access_lookup(
           p_clerk_user_id text, p_clerk_session_id text,
           p_organization_id uuid, p_organization_clerk_id text, p_property_id uuid)
         returns table (
           user_id uuid, banned boolean, deleted boolean, sessions_invalid_before timestamptz, session_status text,
           two_factor_enabled boolean,
           platform_roles text[],
           organization_id uuid, organization_status text, organization_role text,
           property_id uuid, property_status text, property_grants jsonb)
         language sql stable security definer set search_path = pg_catalog, public as $$
           select u.id, u.banned, u.deleted_at is not null, u.sessions_invalid_before, s.status, u.two_factor_enabled,
             array(select r.role from platform_role_grants r where r.user_id = u.id),
             o.id, o.status, m.role,
             p.id, p.status,
             (select jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at)) from property_grants g
              where g.organization_id = p.organization_id and g.property_id = p.id and g.user_id = u.id
                and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now()))
           from users u
           left join user_sessions s on s.clerk_id = p_clerk_session_id and s.user_id = u.id
           left join organizations o on o.status <> 'deleted'
             and (o.id = p_organization_id or o.clerk_id = p_organization_clerk_id)
           left join memberships m on m.organization_id = o.id and m.user_id = u.id
           left join properties p on p.organization_id = o.id and p.id = p_property_id
           where u.clerk_id = p_clerk_user_id
         $$`,
      `grant create on schema app to tenantry_access`,
      `alter function app.access_lookup(text, text, uuid, text, uuid) owner to tenantry_access`,
      `revoke create on schema app from tenantry_access`,
    ]);
    await runAll(queryRunner, [
      `set local role tenantry_access`,
      `revoke execute on function app.access_lookup(text, text, uuid, text, uuid) from public`,
      `grant execute on function app.access_lookup(text, text, uuid, text, uuid) to tenantry_app`,
      `reset role`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `set local role tenantry_access`,
      `drop function app.access_lookup(text, text, uuid, text, uuid)`,
      `reset role`,
      ...READ_BY_LOOKUP.flatMap((table) => [
        `drop policy ${table}_lookup on ${table}`,
        `revoke select on ${table} from tenantry_access`,
      ]),
    ]);
  }
}
