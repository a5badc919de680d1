import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  IN_ANY_SCOPE,
  OWN_ORGANIZATION,
  PLATFORM,
  rowSecurityFor,
  SYSTEM,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;
/** Endpoints of the platform are those of nobody. */
const OWNERS = `${OWN_OR_SYSTEM} or (organization_id is null and ${PLATFORM})`;

/** What subscribers are told: events in one order, who may do what by them, and where they are delivered to. */
export class Events1763700000270 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [...FEED, ...ACCESS, ...ENDPOINTS, ...DELIVERIES]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(
      queryRunner,
      [
        'event_deliveries',
        'event_endpoints',
        'access_rechecks',
        'access_snapshots',
        'event_feed',
        'events',
      ].map((table) => `drop table ${table}`),
    );
  }
}

const FEED = [
  `create table events (
     -- Without gaps, in the order of the commits that published them.
     position bigint primary key,
     id uuid not null,
     type text not null,
     -- Null: of the platform.
     organization_id uuid,
     property_id uuid,
     actor_kind text not null,
     actor_id text not null,
     impersonator_id text,
     target_kind text,
     target_id text,
     change jsonb not null,
     -- What is about one person or thing has one lane, and goes out one after the other.
     lane bigint not null,
     occurred_at timestamptz not null,
     published_at timestamptz not null,
     constraint uq_events_id unique (id)
   )`,
  `create index events_organization on events (organization_id, position)`,
  `create index events_published on events (published_at)`,
  `create index events_actor on events (actor_id)`,
  `create index events_target on events (target_id) where target_id is not null`,
  ...rowSecurityFor('events', {
    read: `${OWN_OR_SYSTEM} or ${PLATFORM}`,
    insert: SYSTEM,
    write: 'false',
    delete: SYSTEM,
    privileges: ['SELECT', 'INSERT', 'DELETE'],
  }),
  `create table event_feed (
     is_only boolean primary key default true check (is_only),
     -- Up to which row of the audit log everything is published; null until publishing begins.
     sealed_sequence bigint,
     position bigint not null default 0,
     -- Up to which position events have served their time.
     pruned_position bigint not null default 0
   )`,
  `insert into event_feed default values`,
  ...rowSecurityFor('event_feed', {
    read: IN_ANY_SCOPE,
    write: SYSTEM,
    insert: 'false',
    privileges: ['SELECT', 'UPDATE'],
  }),
];

const ACCESS = [
  `create table access_snapshots (
     organization_id uuid not null references organizations (id) on delete cascade,
     user_id uuid not null,
     -- By place ('' for the organization, else the property's id): permission to the end of it, null without one.
     held jsonb not null,
     -- When it changes by itself next.
     next_change_at timestamptz,
     position bigint not null,
     constraint pk_access_snapshots primary key (organization_id, user_id)
   )`,
  `create index access_snapshots_user on access_snapshots (user_id)`,
  `create index access_snapshots_change on access_snapshots (next_change_at) where next_change_at is not null`,
  ...rowSecurityFor('access_snapshots', { read: OWN_OR_SYSTEM, write: SYSTEM }),
  `create table access_rechecks (
     organization_id uuid primary key references organizations (id) on delete cascade,
     -- Everybody behind this one is still to be looked at.
     after_user_id uuid not null default '00000000-0000-0000-0000-000000000000',
     requested_at timestamptz not null
   )`,
  ...rowSecurityFor('access_rechecks', { read: SYSTEM }),
];

const ENDPOINTS = [
  `create table event_endpoints (
     id uuid primary key,
     -- Null: of the platform, which is told of everything.
     organization_id uuid references organizations (id) on delete cascade,
     url text not null,
     description text,
     -- Types of events, or families (grant.*); empty: all.
     types text[] not null,
     state text not null check (state in ('enabled', 'disabled')),
     disabled_because text check (disabled_because in ('asked', 'gone', 'failing')),
     wrapped_secret bytea not null,
     -- The secret before it, for as long as both sign.
     previous_secret bytea,
     previous_until timestamptz,
     master_key_id text not null,
     -- Tries in a row that failed, since when, and before when none is made again.
     failures integer not null default 0,
     failing_since timestamptz,
     retry_at timestamptz,
     leased_until timestamptz not null default '-infinity',
     version integer not null default 1,
     created_by uuid,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     constraint ck_event_endpoints_disabled check ((state = 'disabled') = (disabled_because is not null)),
     constraint ck_event_endpoints_previous check ((previous_secret is null) = (previous_until is null))
   )`,
  `create index event_endpoints_organization on event_endpoints (organization_id, id)`,
  `create index event_endpoints_disabled on event_endpoints (id) where state = 'disabled'`,
  `create index event_endpoints_maker on event_endpoints (created_by) where created_by is not null`,
  `create index event_endpoints_master_key on event_endpoints (master_key_id, id)`,
  ...rowSecurityFor('event_endpoints', { read: OWNERS, write: OWNERS }),
];

const DELIVERIES = [
  `create table event_deliveries (
     endpoint_id uuid not null references event_endpoints (id) on delete cascade,
     position bigint not null references events (position) on delete cascade,
     -- As the endpoint's.
     organization_id uuid,
     lane bigint not null,
     state text not null check (state in ('pending', 'delivered', 'dead')),
     attempts integer not null default 0,
     next_attempt_at timestamptz not null,
     last_attempt_at timestamptz,
     -- The status that was answered; null: none was.
     last_status integer,
     last_error text,
     constraint pk_event_deliveries primary key (endpoint_id, position)
   )`,
  `create index event_deliveries_pending on event_deliveries (endpoint_id, position) where state = 'pending'`,
  `create index event_deliveries_state on event_deliveries (endpoint_id, state, position)`,
  `create index event_deliveries_position on event_deliveries (position)`,
  `create index event_deliveries_delivered on event_deliveries (last_attempt_at) where state = 'delivered'`,
  ...rowSecurityFor('event_deliveries', { read: OWNERS, write: OWNERS }),
];
