import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

const OLD_SEAL = 'app.seal_audit_events(bigint, uuid[], bytea[], bytea[])';
const SEAL = 'app.seal_audit_events(bigint, uuid[], bytea[], bytea[], xid8, uuid)';

/**
 * Places and hashes in a table of their own. Sealing a row used to write it a second time, with all of its indexes; now
 * a row of the log is written once and never again, and the seals are only added to as well.
 */
export class AuditSeals1763700000090 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table audit_seals (
         sequence bigint primary key,
         event_id uuid not null,
         previous_hash bytea not null,
         hash bytea not null,
         constraint audit_seals_once_each unique (event_id)
       )`,
      `insert into audit_seals select sequence, id, previous_hash, hash from audit_events
       where sequence is not null order by sequence`,
      `set local role tenantry_access`,
      `drop function ${OLD_SEAL}`,
      `reset role`,
      `drop trigger audit_events_seal_only on audit_events`,
      `drop function app.allow_sealing_only()`,
      `drop trigger audit_events_insert_only on audit_events`,
      `create trigger audit_events_insert_only before update or truncate on audit_events
         for each statement execute function app.refuse_change()`,
      `drop index audit_events_unsealed, audit_events_sequence`,
      `alter table audit_events drop constraint audit_events_sealed_whole,
         drop column sequence, drop column previous_hash, drop column hash`,
      `create index audit_events_transaction on audit_events (xid, id)`,
      // From where the sealer has to look: every row up to this one, by transaction and id, is committed and sealed.
      `alter table audit_chain add column sealed_xid xid8 not null default '0',
         add column sealed_id uuid not null default '00000000-0000-0000-0000-000000000000'`,
      `grant update (sealed_xid, sealed_id) on audit_chain to tenantry_access`,
      ...rowSecurityFor('audit_seals', {
        read: `${SYSTEM} or ${PLATFORM} or exists (select from audit_events e where e.id = event_id)`,
        write: 'false',
        privileges: ['SELECT'],
      }),
      `grant select, insert, delete on audit_seals to tenantry_access`,
      `create policy audit_seals_keeper on audit_seals for all to tenantry_access using (true) with check (true)`,
      `create trigger audit_seals_insert_only before update or truncate on audit_seals
         for each statement execute function app.refuse_change()`,
      `create or replace function app.allow_pruning_only() returns trigger language plpgsql as $$
         begin
           if not exists (
             select from public.audit_seals s, public.audit_chain c
              where s.event_id = old.id and s.sequence <= c.pruned_sequence) then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return old;
         end $$`,
      `create function app.allow_seal_pruning_only() returns trigger language plpgsql as $$
         begin
           if old.sequence > coalesce((select pruned_sequence from public.audit_chain), 0) then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return old;
         end $$`,
      `create trigger audit_seals_prune_only before delete on audit_seals
         for each row execute function app.allow_seal_pruning_only()`,
      `grant create on schema app to tenantry_access`,
      `set local role tenantry_access`,
      // Gives places to rows, in the order given, behind p_after. Two sealers cannot both succeed: the head is locked
      // and must still be where the caller saw it.
      `create function app.seal_audit_events(p_after bigint, p_ids uuid[], p_previous bytea[], p_hashes bytea[],
           p_sealed_xid xid8, p_sealed_id uuid)
         returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
         declare v_head record; v_count integer := cardinality(p_ids); v_done integer;
         begin
           select sequence, hash into strict v_head from audit_chain for update;
           if v_head.sequence <> p_after or (v_head.sequence > 0 and v_head.hash <> p_previous[1]) then
             raise exception 'the head of the audit chain has moved' using errcode = '40001';
           end if;
           insert into audit_seals (sequence, event_id, previous_hash, hash)
             select p_after + s.place, s.id, s.previous, s.own
               from unnest(p_ids, p_previous, p_hashes) with ordinality as s(id, previous, own, place)
             on conflict do nothing;
           get diagnostics v_done = row_count;
           if v_done <> v_count then
             raise exception 'an audit row was sealed already' using errcode = '40001';
           end if;
           update audit_chain set sequence = p_after + v_count, hash = p_hashes[v_count],
             sealed_xid = p_sealed_xid, sealed_id = p_sealed_id;
           return v_count;
         end $$`,
      // Drops the oldest rows up to a boundary for which a signed checkpoint is kept; p_limit rows at a time.
      `create or replace function app.prune_audit_events(p_until bigint, p_hash bytea, p_limit integer)
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
         end $$`,
      `revoke execute on function ${SEAL} from public`,
      `grant execute on function ${SEAL} to tenantry_app`,
      `reset role`,
      `revoke create on schema app from tenantry_access`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table audit_events add column sequence bigint, add column previous_hash bytea, add column hash bytea`,
      `alter table audit_events disable trigger user`,
      `update audit_events e set sequence = s.sequence, previous_hash = s.previous_hash, hash = s.hash
       from audit_seals s where s.event_id = e.id`,
      `alter table audit_events enable trigger user`,
      `alter table audit_events add constraint audit_events_sealed_whole check (
         (sequence is null) = (hash is null) and (sequence is null) = (previous_hash is null))`,
      `drop index audit_events_transaction`,
      `create unique index audit_events_sequence on audit_events (sequence) where sequence is not null`,
      `create index audit_events_unsealed on audit_events (xid, id) where sequence is null`,
      `grant update (sequence, previous_hash, hash) on audit_events to tenantry_access`,
      `drop trigger audit_events_insert_only on audit_events`,
      `create trigger audit_events_insert_only before truncate on audit_events
         for each statement execute function app.refuse_change()`,
      `create function app.allow_sealing_only() returns trigger language plpgsql as $$
         declare v_unsealed public.audit_events%rowtype := new;
         begin
           v_unsealed.sequence := old.sequence;
           v_unsealed.previous_hash := old.previous_hash;
           v_unsealed.hash := old.hash;
           if old.sequence is not null or new.sequence is null or v_unsealed is distinct from old then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return new;
         end $$`,
      `create trigger audit_events_seal_only before update on audit_events
         for each row execute function app.allow_sealing_only()`,
      `create or replace function app.allow_pruning_only() returns trigger language plpgsql as $$
         begin
           if old.sequence is null or old.sequence > coalesce((select pruned_sequence from public.audit_chain), 0) then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return old;
         end $$`,
      `drop table audit_seals`,
      `drop function app.allow_seal_pruning_only()`,
      `grant create on schema app to tenantry_access`,
      `set local role tenantry_access`,
      `drop function ${SEAL}`,
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
      `create or replace function app.prune_audit_events(p_until bigint, p_hash bytea, p_limit integer)
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
      `revoke execute on function ${OLD_SEAL} from public`,
      `grant execute on function ${OLD_SEAL} to tenantry_app`,
      `reset role`,
      `revoke create on schema app from tenantry_access`,
      `revoke update (sealed_xid, sealed_id) on audit_chain from tenantry_access`,
      `alter table audit_chain drop column sealed_xid, drop column sealed_id`,
    ]);
  }
}
