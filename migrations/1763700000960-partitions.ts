import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

const ADD = 'app.add_partition(text, date, date)';
const DROP = 'app.drop_partition(text, text)';

/**
 * Tables that are partitioned by time. Their partitions lie in a schema of their own, which the runtime role cannot enter:
 * rows are reached through the table alone, by its policies. What makes and drops partitions are two functions of the
 * tables' owner.
 */
export class Partitions1763700000960 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create schema partitions`,
      PARTITION_BOUND,
      ADD_PARTITION,
      DROP_PARTITION,
      ...[ADD, DROP].flatMap((signature) => [
        `revoke execute on function ${signature} from public`,
        `grant execute on function ${signature} to tenantry_app`,
      ]),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop function ${DROP}`,
      `drop function ${ADD}`,
      `drop function app.partition_bound(text, date)`,
      `drop schema partitions`,
    ]);
  }
}

/**
 * The least key of a moment: of a day itself, of an id that begins with its milliseconds (UUID v7), and of an id of Svix
 * (`msg_` and a KSUID: seconds since 1 400 000 000 and 16 bytes by chance, in 27 digits of base 62).
 */
const PARTITION_BOUND = `create function app.partition_bound(p_type text, p_day date) returns text
  immutable language plpgsql set search_path = pg_catalog as $$
    declare v_left numeric; v_text text := '';
    begin
      if p_type = 'date' then return p_day::text; end if;
      if p_type = 'uuid' then
        return regexp_replace(lpad(to_hex((extract(epoch from p_day) * 1000)::bigint), 12, '0'),
                              '^(.{8})(.{4})$', '\\1-\\2-7000-8000-000000000000');
      end if;
      if p_type = 'text' then
        v_left := trunc(extract(epoch from p_day) - 1400000000) * 2::numeric ^ 128;
        while v_left > 0 loop
          v_text := substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', mod(v_left, 62)::int + 1, 1) || v_text;
          v_left := div(v_left, 62);
        end loop;
        return 'msg_' || lpad(v_text, 27, '0');
      end if;
      return null;
    end $$`;

const BY_THE_SYSTEM = `if app.scope_kind() is distinct from 'system' then
           raise exception 'partitions are made and dropped by the system alone' using errcode = '42501';
         end if;`;

/**
 * Makes the partition of a stretch of time, from a day on up to another. False where rows of that time stand elsewhere
 * already: in another partition, or in the default one. Where somebody holds a lock it gives up soon, since whoever comes
 * after it waits behind it.
 */
const ADD_PARTITION = `create function app.add_partition(p_table text, p_from date, p_to date) returns boolean
       language plpgsql security definer set search_path = pg_catalog set lock_timeout = '250ms' as $$
       declare v_type text; v_name text;
       begin
         ${BY_THE_SYSTEM}
         select t.typname into v_type
           from pg_class c join pg_partitioned_table p on p.partrelid = c.oid
           join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0] join pg_type t on t.oid = a.atttypid
          where c.relnamespace = 'public'::regnamespace and c.relname = p_table and p.partstrat = 'r' and p.partnatts = 1;
         if app.partition_bound(v_type, p_from) is null or p_from >= p_to then
           raise exception '% has no partition from % to %', p_table, p_from, p_to using errcode = '22023';
         end if;
         v_name := format('%s_%s_%s', p_table, to_char(p_from, 'YYYYMMDD'), to_char(p_to, 'YYYYMMDD'));
         if to_regclass(format('partitions.%I', v_name)) is not null then return false; end if;
         begin
           execute format('create table partitions.%I (like public.%I including defaults including constraints including storage)',
             v_name, p_table);
           execute format('alter table partitions.%I enable row level security, force row level security', v_name);
           execute format('alter table public.%I attach partition partitions.%I for values from (%L) to (%L)', p_table, v_name,
             app.partition_bound(v_type, p_from), app.partition_bound(v_type, p_to));
         exception when check_violation or invalid_object_definition then
           return false;
         end;
         return true;
       end $$`;

/**
 * Drops a partition, all of whose rows have served their time: `app.may_drop_<table>` says so, of the days from which and
 * up to which it reaches. Without that function rows stay for good. Nobody writes into the partition while it is asked;
 * the table itself is locked only for the drop.
 */
const DROP_PARTITION = `create function app.drop_partition(p_table text, p_partition text) returns boolean
       language plpgsql security definer set search_path = pg_catalog set lock_timeout = '250ms' as $$
       declare v_range text[]; v_may boolean;
       begin
         ${BY_THE_SYSTEM}
         perform from pg_inherits i join pg_class c on c.oid = i.inhrelid
           where i.inhparent = to_regclass(format('public.%I', p_table)) and c.relname = p_partition
             and c.relnamespace = 'partitions'::regnamespace;
         v_range := regexp_match(substr(p_partition, length(p_table) + 1), '^_(first|\\d{8,})_(\\d{8,})$');
         if not found or v_range is null then
           raise exception '% is no partition of % for a stretch of time', p_partition, p_table using errcode = '22023';
         end if;
         if to_regproc(format('app.%I', 'may_drop_' || p_table)) is null then
           raise exception 'rows of % stay for good', p_table using errcode = '42501';
         end if;
         execute format('lock table only partitions.%I in share row exclusive mode', p_partition);
         execute format('select app.%I($1, $2)', 'may_drop_' || p_table) into v_may
           using case v_range[1] when 'first' then '-infinity'::date else v_range[1]::date end, v_range[2]::date;
         if v_may is not true then return false; end if;
         execute format('lock table public.%I in access exclusive mode', p_table);
         -- What another table points to goes only once it is a table of its own.
         execute format('alter table public.%I detach partition partitions.%I', p_table, p_partition);
         execute format('drop table partitions.%I', p_partition);
         return true;
       end $$`;
