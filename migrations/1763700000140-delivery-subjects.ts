import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * Whom a delivery of Clerk's is about, as rows that an index finds, and what a person was called before. A delivery's
 * rows live exactly as long as its payload, whoever drops that.
 */
export class DeliverySubjects1763700000140 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table webhook_delivery_subjects (
         svix_id text not null references webhook_deliveries (svix_id) on delete cascade,
         -- An id of Clerk's, an e-mail address or a phone number, in canonical form.
         subject text not null,
         -- Whether the event is about this subject, or only names it.
         relation text not null check (relation in ('owner', 'mention')),
         primary key (svix_id, subject)
       )`,
      `create index webhook_delivery_subjects_subject on webhook_delivery_subjects (subject)`,
      `create index webhook_deliveries_object_id on webhook_deliveries (object_id) where object_id is not null`,
      ...rowSecurityFor('webhook_delivery_subjects', { read: SYSTEM }),
      `insert into webhook_delivery_subjects (svix_id, subject, relation)
       select d.svix_id, found.id,
              case when found.id in (d.payload ->> 'id', d.payload ->> 'user_id',
                                     d.payload -> 'public_user_data' ->> 'user_id') then 'owner' else 'mention' end
         from webhook_deliveries d
        cross join lateral (select distinct m[1] as id
                from regexp_matches(d.payload::text, '\\m((?:user|org|orginv)_[0-9A-Za-z]+)\\M', 'g') m) found
        where d.payload is not null`,
      // The addresses in an event about somebody with an id are their own: the id leads to it.
      `insert into webhook_delivery_subjects (svix_id, subject, relation)
       select d.svix_id, found.address,
              case when found.address = lower(d.payload ->> 'email_address') then 'owner' else 'mention' end
         from webhook_deliveries d
        cross join lateral (select distinct lower(m[1]) as address
                from regexp_matches(d.payload::text, '([[:alnum:].!#$%&''*+/=?^_\`{|}~-]+@[[:alnum:].-]*[[:alnum:]])', 'g') m) found
        where d.payload is not null
          and not exists (select from webhook_delivery_subjects s
                           where s.svix_id = d.svix_id and s.relation = 'owner' and s.subject like 'user\\_%')
       on conflict do nothing`,
      `create function app.drop_delivery_subjects() returns trigger language plpgsql as
         $$ begin
              delete from public.webhook_delivery_subjects where svix_id = new.svix_id;
              return null;
            end $$`,
      `create trigger webhook_deliveries_payload_gone after update of payload on webhook_deliveries
         for each row when (old.payload is not null and new.payload is null)
         execute function app.drop_delivery_subjects()`,
      `create table former_identifiers (
         user_id uuid not null references users (id) on delete cascade,
         kind text not null check (kind in ('address', 'first name', 'last name', 'external id')),
         value text not null,
         held_until timestamptz not null,
         primary key (user_id, kind, value)
       )`,
      `create index former_identifiers_value on former_identifiers (value, kind)`,
      ...rowSecurityFor('former_identifiers', {
        read: `${SYSTEM} or ${PLATFORM}`,
        write: `${SYSTEM} or ${PLATFORM}`,
      }),
      `create index invitations_email_address on invitations (email_address)`,
      `create index invitations_accepted_by on invitations (accepted_by) where accepted_by is not null`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index invitations_accepted_by`,
      `drop index invitations_email_address`,
      `drop table former_identifiers`,
      `drop trigger webhook_deliveries_payload_gone on webhook_deliveries`,
      `drop function app.drop_delivery_subjects()`,
      `drop index webhook_deliveries_object_id`,
      `drop table webhook_delivery_subjects`,
    ]);
  }
}
