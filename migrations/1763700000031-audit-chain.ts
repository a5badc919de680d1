import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

const SEAL = 'app.seal_audit_events(bigint, uuid[], bytea[], bytea[])';
const PRUNE = 'app.prune_audit_events(bigint, bytea, integer)';

/**
 * The chain over the audit log. A row is added as before; later the sealer gives it a place and a hash, once. That and
 * the deletion of rows behind a signed boundary are all that may ever happen to a row, and both only through a
 * function of a role that cannot log in.
 */
export class AuditChain1763700000031 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table audit_events
         add column client text,
         add column xid xid8 not null default pg_current_xact_id(),
         add column sequence bigint,
         add column previous_hash bytea,
         add column hash bytea,
         add constraint audit_events_sealed_whole check (
           (sequence is null) = (hash is null) and (sequence is null) = (previous_hash is null))`,
      `create unique index audit_events_sequence on audit_events (sequence) where sequence is not null`,
      `create index audit_events_unsealed on audit_events (xid, id) where sequence is null`,
      `create index audit_events_actor on audit_events (actor_id, id desc)`,
      `create index audit_events_target on audit_events (target_id, id desc) where target_id is not null`,
      `create table audit_chain (
         is_only boolean primary key default true check (is_only),
         chain_id uuid not null default gen_random_uuid(),
         sequence bigint not null default 0,
         hash bytea not null default '\\x',
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
      `create table audit_checkpoints (
         sequence bigint primary key,
         note text not null,
         is_boundary boolean not null default false,
         created_at timestamptz not null default now()
       )`,
      ...rowSecurityFor('audit_checkpoints', {
        read: IN_ANY_SCOPE,
        insert: SYSTEM,
        write: SYSTEM,
        privileges: ['SELECT', 'INSERT', 'UPDATE'],
      }),
      `create trigger audit_checkpoints_insert_only before delete or truncate on audit_checkpoints
         for each statement execute function app.refuse_change()`,
      `drop trigger audit_events_insert_only on audit_events`,
      `create trigger audit_events_insert_only before truncate on audit_events
         for each statement execute function app.refuse_change()`,
      // What a row says never changes: the update may fill in place and hashes, once, and nothing else.
      `create function app.allow_sealing_only() returns trigger language plpgsql as $$
         begin
           if old.sequence is not null or new.sequence is null
              or to_jsonb(new) - '{sequence,previous_hash,hash}'::text[]
                 is distinct from to_jsonb(old) - '{sequence,previous_hash,hash}'::text[] then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return new;
         end $$`,
      `create trigger audit_events_seal_only before update on audit_events
         for each row execute function app.allow_sealing_only()`,
      `create function app.allow_pruning_only() returns trigger language plpgsql as $$
         begin
           if old.sequence is null or old.sequence > coalesce((select pruned_sequence from public.audit_chain), 0) then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return old;
         end $$`,
      `create trigger audit_events_prune_only before delete on audit_events
         for each row execute function app.allow_pruning_only()`,
      ...CHAIN_KEEPER,
      // Gives places to rows, in the order given, behind p_after. Two sealers cannot both succeed: the head is locked
      // and must still be where the caller saw it.
      `create function app.seal_audit_events(p_after bigint, p_ids uuid[], p_previous bytea[], p_hashes bytea[])
         returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
         declare v_head record; v_count integer := cardinality(p_ids); v_done integer;
         begin
           select sequence, hash into strict v_head from audit_chain for update;
           if v_head.sequence <> p_after or (v_head.sequence > 0 and v_head.hash <> p_previous[1]) then
             raise exception 'the head of the audit chain has moved' using errcode = '40001';
           end if;
           update audit_events e set sequence = p_after + s.place, previous_hash = s.previous, hash = s.own
             from unnest(p_ids, p_previous, p_hashes) with ordinality as s(id, previous, own, place)
            where e.id = s.id and e.sequence is null;
           get diagnostics v_done = row_count;
           if v_done <> v_count then
             raise exception 'an audit row was sealed already' using errcode = '40001';
           end if;
           update audit_chain set sequence = p_after + v_count, hash = p_hashes[v_count];
           return v_count;
         end $$`,
      // Drops the oldest rows up to a boundary for which a signed checkpoint is kept; p_limit rows at a time.
      `create function app.prune_audit_events(p_until bigint, p_hash bytea, p_limit integer)
         returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
         declare v_done integer;
         begin
           perform from audit_checkpoints where sequence = p_until and is_boundary;
           if not found then
             raise exception 'no signed boundary at %', p_until using errcode = '42501';
           end if;
           update audit_chain set pruned_sequence = p_until, pruned_hash = p_hash where pruned_sequence < p_until;
           delete from audit_events where id in (
             select id from audit_events where sequence <= p_until order by sequence limit p_limit);
           get diagnostics v_done = row_count;
           return v_done;
         end $$`,
      `grant create on schema app to tenantry_access`,
      `alter function ${SEAL} owner to tenantry_access`,
      `alter function ${PRUNE} owner to tenantry_access`,
      `revoke create on schema app from tenantry_access`,
      `set local role tenantry_access`,
      ...[SEAL, PRUNE].flatMap((signature) => [
        `revoke execute on function ${signature} from public`,
        `grant execute on function ${signature} to tenantry_app`,
      ]),
      `reset role`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `set local role tenantry_access`,
      `drop function ${SEAL}`,
      `drop function ${PRUNE}`,
      `reset role`,
      `drop trigger audit_events_seal_only on audit_events`,
      `drop trigger audit_events_prune_only on audit_events`,
      `drop function app.allow_sealing_only()`,
      `drop function app.allow_pruning_only()`,
      `drop table audit_checkpoints`,
      `drop table audit_chain`,
      `drop policy audit_events_keeper on audit_events`,
      `revoke all on audit_events from tenantry_access`,
      `drop index audit_events_actor, audit_events_target, audit_events_unsealed, audit_events_sequence`,
      `alter table audit_events drop constraint audit_events_sealed_whole,
         drop column client, drop column xid, drop column sequence, drop column previous_hash, drop column hash`,
      `drop trigger audit_events_insert_only on audit_events`,
      `create trigger audit_events_insert_only before update or delete or truncate on audit_events
         for each statement execute function app.refuse_change()`,
    ]);
  }
}

/** What the two functions may do, and nothing else of their role can reach. */
const CHAIN_KEEPER = [
  `grant select, delete on audit_events to tenantry_access`,
  `grant update (sequence, previous_hash, hash) on audit_events to tenantry_access`,
  `create policy audit_events_keeper on audit_events for all to tenantry_access using (true) with check (true)`,
  `grant select on audit_chain to tenantry_access`,
  `grant update (sequence, hash, pruned_sequence, pruned_hash) on audit_chain to tenantry_access`,
  `create policy audit_chain_keeper on audit_chain for all to tenantry_access using (true) with check (true)`,
  `grant select on audit_checkpoints to tenantry_access`,
  `create policy audit_checkpoints_keeper on audit_checkpoints for select to tenantry_access using (true)`,
];
