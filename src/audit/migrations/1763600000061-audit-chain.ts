import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, ownedByAccessRole } from '../../../migrations/access-role.js';
import { IN_ANY_SCOPE, PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const SEAL = 'app.seal_audit_events(bigint, uuid[], bytea[], bytea[], xid8, uuid)';
const PRUNE = 'app.prune_audit_events(bigint, bytea, integer)';
const RESTART = 'app.restart_audit_mark(xid8)';

/**
 * The chain over the audit log. A row of the log is written once and never again; later the sealer gives it a position and
 * a hash in a table beside it. That and the deletion of rows behind a signed boundary are all that may ever happen, and
 * both only through functions of a role that nobody can log in as.
 */
export class AuditChain1763600000061 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...AUDIT_CHAIN,
      ...AUDIT_SEALS,
      ...AUDIT_CHECKPOINTS,
      ...PRUNING_TRIGGERS,
      ...KEEPER,
      SEAL_FUNCTION,
      PRUNE_FUNCTION,
      RESTART_FUNCTION,
      ...ownedByAccessRole(SEAL, PRUNE, RESTART),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(SEAL, PRUNE, RESTART),
      `drop policy audit_events_keeper on audit_events`,
      `revoke all on audit_events from tenantry_access`,
      `drop trigger audit_events_prune_only on audit_events`,
      `drop function app.allow_pruning_only()`,
      `drop table audit_checkpoints`,
      `drop table audit_seals`,
      `drop function app.allow_seal_pruning_only()`,
      `drop table audit_chain`,
    ]);
  }
}

/** One row: the head of the chain, how far it was pruned, and how far it was pushed to where it cannot be changed. */
const AUDIT_CHAIN = [
  `create table audit_chain (
     is_only boolean primary key default true check (is_only),
     chain_id uuid not null default gen_random_uuid(),
     sequence bigint not null default 0,
     hash bytea not null default '\\x',
     -- From where the sealer has to look: every row up to this one, by transaction and id, is committed and sealed.
     sealed_xid xid8 not null default '0',
     sealed_id uuid not null default '00000000-0000-0000-0000-000000000000',
     pruned_sequence bigint not null default 0,
     pruned_hash bytea not null default '\\x',
     pushed_sequence bigint not null default 0,
     push_leased_until timestamptz not null default '-infinity'
   )`,
  `insert into audit_chain default values`,
  ...rowSecurityFor('audit_chain', {
    read: IN_ANY_SCOPE,
    write: SYSTEM,
    insert: 'false',
    privileges: ['SELECT'],
  }),
  `grant update (pushed_sequence, push_leased_until) on audit_chain to tenantry_app`,
];

/** Positions and hashes, only added to as well. */
const AUDIT_SEALS = [
  `create table audit_seals (
     sequence bigint primary key,
     event_id uuid not null,
     previous_hash bytea not null,
     hash bytea not null,
     constraint audit_seals_once_each unique (event_id)
   )`,
  ...rowSecurityFor('audit_seals', {
    read: `${SYSTEM} or ${PLATFORM} or exists (select from audit_events e where e.id = event_id)`,
    write: 'false',
    privileges: ['SELECT'],
  }),
  `create trigger audit_seals_insert_only before update or truncate on audit_seals
     for each statement execute function app.refuse_change()`,
];

/** Signed notes on the chain; behind a boundary the log may be pruned. */
const AUDIT_CHECKPOINTS = [
  `create table audit_checkpoints (
     sequence bigint primary key,
     note text not null,
     is_boundary boolean not null default false,
     created_at timestamptz not null default now()
   )`,
  ...rowSecurityFor('audit_checkpoints', {
    read: IN_ANY_SCOPE,
    write: SYSTEM,
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
  }),
  `create trigger audit_checkpoints_insert_only before delete or truncate on audit_checkpoints
     for each statement execute function app.refuse_change()`,
];

/** Rows may go once the chain says that it was pruned behind them. */
const PRUNING_TRIGGERS = [
  `create function app.allow_pruning_only() returns trigger language plpgsql as $$
     begin
       if not exists (
         select from public.audit_seals s, public.audit_chain c
          where s.event_id = old.id and s.sequence <= c.pruned_sequence) then
         raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
       end if;
       return old;
     end $$`,
  `create trigger audit_events_prune_only before delete on audit_events
     for each row execute function app.allow_pruning_only()`,
  `create function app.allow_seal_pruning_only() returns trigger language plpgsql as $$
     begin
       if old.sequence > coalesce((select pruned_sequence from public.audit_chain), 0) then
         raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
       end if;
       return old;
     end $$`,
  `create trigger audit_seals_prune_only before delete on audit_seals
     for each row execute function app.allow_seal_pruning_only()`,
];

/** What the functions below may do, and nothing else of their role can reach. */
const KEEPER = [
  `grant select, delete on audit_events to tenantry_access`,
  `create policy audit_events_keeper on audit_events for all to tenantry_access using (true) with check (true)`,
  `grant select, insert, delete on audit_seals to tenantry_access`,
  `create policy audit_seals_keeper on audit_seals for all to tenantry_access using (true) with check (true)`,
  `grant select on audit_chain to tenantry_access`,
  `grant update (sequence, hash, sealed_xid, sealed_id, pruned_sequence, pruned_hash) on audit_chain to tenantry_access`,
  `create policy audit_chain_keeper on audit_chain for all to tenantry_access using (true) with check (true)`,
  `grant select on audit_checkpoints to tenantry_access`,
  `create policy audit_checkpoints_keeper on audit_checkpoints for select to tenantry_access using (true)`,
];

/**
 * Gives positions to rows, in the order given, behind `p_after`. Two sealers cannot both succeed: the head is locked and
 * must still be where the caller saw it.
 */
const SEAL_FUNCTION = `create function app.seal_audit_events(p_after bigint, p_ids uuid[], p_previous bytea[], p_hashes bytea[],
           p_sealed_xid xid8, p_sealed_id uuid)
         returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
         declare v_head record; v_count integer := cardinality(p_ids); v_done integer;
         begin
           select sequence, hash into strict v_head from audit_chain for update;
           if v_head.sequence <> p_after or (v_head.sequence > 0 and v_head.hash <> p_previous[1]) then
             raise exception 'the head of the audit chain has moved' using errcode = '40001';
           end if;
           insert into audit_seals (sequence, event_id, previous_hash, hash)
             select p_after + s.position, s.id, s.previous, s.own
               from unnest(p_ids, p_previous, p_hashes) with ordinality as s(id, previous, own, position)
             on conflict do nothing;
           get diagnostics v_done = row_count;
           if v_done <> v_count then
             raise exception 'an audit row was sealed already' using errcode = '40001';
           end if;
           update audit_chain set sequence = p_after + v_count, hash = p_hashes[v_count],
             sealed_xid = p_sealed_xid, sealed_id = p_sealed_id;
           return v_count;
         end $$`;

/** Drops the oldest rows up to a boundary for which a signed checkpoint is kept; `p_limit` rows at a time. */
const PRUNE_FUNCTION = `create function app.prune_audit_events(p_until bigint, p_hash bytea, p_limit integer)
         returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
         declare v_ids uuid[]; v_last bigint;
         begin
           perform from audit_checkpoints where sequence = p_until and is_boundary;
           if not found then
             raise exception 'no signed boundary at %', p_until using errcode = '42501';
           end if;
           update audit_chain set pruned_sequence = p_until, pruned_hash = p_hash where pruned_sequence < p_until;
           select array_agg(event_id), max(sequence) into v_ids, v_last from (
             select event_id, sequence from audit_seals where sequence <= p_until order by sequence limit p_limit) s;
           delete from audit_events where id = any (v_ids);
           delete from audit_seals where sequence <= v_last;
           return coalesce(cardinality(v_ids), 0);
         end $$`;

/**
 * Lets the sealer put its mark back where the log was restored into another cluster, whose transactions have lower
 * numbers. Without it each round would read the whole log anew until something new was sealed, and one of millions of
 * rows not within the time that a statement has. Only ever back: the worst that comes of it is that the sealer looks twice.
 */
const RESTART_FUNCTION = `create function app.restart_audit_mark(p_xid xid8)
         returns void language sql security definer set search_path = pg_catalog, public as $$
         update audit_chain set sealed_xid = p_xid, sealed_id = '00000000-0000-0000-0000-000000000000'
          where sealed_xid > p_xid
       $$`;
