import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** The same promise as before (a row's words never change), compared as rows and not as JSON: sealing runs per row. */
export class CheaperSealing1763700000032 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create or replace function app.allow_sealing_only() returns trigger language plpgsql as $$
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
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create or replace function app.allow_sealing_only() returns trigger language plpgsql as $$
         begin
           if old.sequence is not null or new.sequence is null
              or to_jsonb(new) - '{sequence,previous_hash,hash}'::text[]
                 is distinct from to_jsonb(old) - '{sequence,previous_hash,hash}'::text[] then
             raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501';
           end if;
           return new;
         end $$`,
    ]);
  }
}
