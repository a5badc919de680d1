import { newId, UnitOfWork } from '#libs/database';
import { systemScope } from '#auth';
import { ActivityStore } from '../../../src/usage/ledger/activity.store.js';
import type { TestApp } from '../../support/test-app.js';
import { Dice } from '../../support/dice.js';

export interface SyntheticWorld {
  readonly signUps: Map<string, Date>;
  /** Members of organizations. */
  readonly members: Map<string, string[]>;
  readonly properties: { id: string; organizationId: string; timezone: string }[];
  readonly visits: { userId: string; organizationId: string | null; propertyId: string | null; at: Date }[];
}

const ZONES = [
  'Pacific/Kiritimati',
  'America/Los_Angeles',
  'Asia/Kathmandu',
  'Europe/Vienna',
  'Australia/Lord_Howe',
  'UTC',
];

/** Numbers from 0 to 1 that a printed seed repeats. */
export function randomFrom(seed: number): () => number {
  const dice = new Dice(seed);
  return () => dice.next();
}

/** People, places and visits between two moments, many of them close to midnight. */
export function synthesize(seed: number, from: Date, to: Date): SyntheticWorld {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const moment = () => {
    const any = from.getTime() + random() * (to.getTime() - from.getTime());
    const quarter = Math.round(any / 900_000) * 900_000;
    return new Date(random() < 0.5 ? any : quarter + Math.round((random() - 0.5) * 4));
  };
  const people = Array.from({ length: 14 }, () => newId());
  const organizations = Array.from({ length: 4 }, () => newId());
  const properties = organizations.flatMap((organizationId) =>
    Array.from({ length: Math.floor(random() * 3) }, () => ({
      id: newId(),
      organizationId,
      timezone: pick(ZONES),
    })),
  );
  return {
    signUps: new Map(people.map((id) => [id, moment()])),
    members: new Map(organizations.map((id) => [id, people.filter(() => random() < 0.2)])),
    properties,
    visits: Array.from({ length: 60 }, () => {
      const property = random() < 0.5 && properties.length > 0 ? pick(properties) : null;
      const organizationId = property?.organizationId ?? (random() < 0.5 ? pick(organizations) : null);
      return { userId: pick(people), organizationId, propertyId: property?.id ?? null, at: moment() };
    }),
  };
}

const TABLES = [
  'platform_activity_days',
  'organization_activity_days',
  'property_activity_days',
  'usage_records',
  'usage_members',
  'usage_months',
  'usage_people',
  'property_grants',
  'properties',
  'memberships',
  'organizations',
];

/** Replaces all that was there by a world; the visits go through the ledger itself. */
export async function settle(app: TestApp, world: SyntheticWorld): Promise<void> {
  // As a replica, so that no trigger keeps old records.
  await app.database.query(
    `begin; set local session_replication_role = replica; ${TABLES.map((table) => `delete from ${table};`).join(' ')} commit`,
  );
  for (const [id, createdAt] of world.signUps) {
    await app.database.query(
      `insert into users (id, clerk_id, created_at, updated_at) values ($1, $2, $3, $3)`,
      [id, `user_${id.replaceAll('-', '')}`, createdAt],
    );
  }
  const beforeAll = new Date(Math.min(...[...world.signUps.values()].map((at) => at.getTime())));
  for (const [id, members] of world.members) {
    await app.database.query(
      `insert into organizations (id, name, status, created_at, updated_at) values ($1, 'Org', 'active', $2, $2)`,
      [id, beforeAll],
    );
    for (const userId of members) {
      await app.database.query(
        `insert into memberships (organization_id, user_id, role, created_at, updated_at) values ($1, $2, 'org:member', $3, $3)`,
        [id, userId, beforeAll],
      );
    }
  }
  for (const { id, organizationId, timezone } of world.properties) {
    await app.database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       values ($1, $2, $3, 'Property', $4, 'active', $5, $5)`,
      [organizationId, id, id, timezone, beforeAll],
    );
  }
  const store = app.app.get(ActivityStore, { strict: false });
  await app.app.get(UnitOfWork, { strict: false }).run(systemScope('usage'), () => store.add(world.visits));
}
