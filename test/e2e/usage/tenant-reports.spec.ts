import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { UsageMonthsService } from '#usage';
import { MembersStore } from '../../../src/usage/closing/members.store.js';
import { UsageLedgerStore } from '../../../src/usage/ledger/usage-ledger.store.js';
import type { Place } from '../../../src/usage/ledger/place.js';
import { PeopleRangesStore } from '../../../src/usage/report/people-ranges.store.js';
import { UsageReportsService } from '../../../src/usage/report/usage-reports.service.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { randomFrom, settle, synthesize, type SyntheticWorld } from './synthetic-world.js';

const ACTOR = { kind: 'system', name: 'test' } as const;
const SPANS = [
  ['2024-02', '2024-01-30', '2024-03-02'],
  ['2024-03', '2024-02-28', '2024-04-02'],
  ['2024-12', '2024-11-29', '2025-01-02'],
] as const;

describe('the reports of tenants, made for many places at a time', () => {
  let app: TestApp;
  const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));
  const part = <T>(token: new (...given: never[]) => T): T => app.app.get(token, { strict: false });
  const inUsage = <T>(work: () => Promise<T>): Promise<T> => part(UnitOfWork).run(systemScope('usage'), work);
  const beginLedger = (moment: string) =>
    app.database.query('update usage_ledger set began_at = $1', [moment]);

  beforeAll(async () => {
    app = await startTestApp();
    Object.assign(part(UsageMonthsService), { placesAtOnce: 3 });
    Object.assign(part(MembersStore), { atOnce: 3 });
    Object.assign(part(PeopleRangesStore), { peopleAtOnce: 2 });
  });

  afterEach(() => app.database.query('update organizations set status = $1', ['active']));
  afterAll(() => app.close());

  it.each(SPANS)(`are byte by byte those of each place alone: %s, seed ${seed}`, async (month, from, to) => {
    await beginLedger('2022-01-01T00:00:00Z');
    for (let round = 0; round < 3; round += 1) {
      const world = synthesize(seed + round, new Date(from), new Date(to));
      await settle(app, world);
      await inUsage(async () => {
        await part(MembersStore).take(month, null);
        await part(UsageLedgerStore).freeze(month);
      });
      const alone = new Map<string, string>();
      for (const place of placesOf(world)) {
        for (const timezone of ['UTC', 'local']) {
          const { body } = await part(UsageReportsService).give(systemScope('usage'), place, {
            month,
            timezone,
          });
          alone.set(JSON.stringify([place, timezone === 'UTC' ? 'utc' : 'local']), body);
        }
      }
      await part(UsageMonthsService).closeMonth(month, ACTOR);
      const stored = await app.database.query<{ place: Place; variant: string; body: string }>(
        `select body, variant, body::jsonb -> 'place' as place from usage_records
         where kind = 'month' and organization_id is not null`,
      );
      expect(new Map(stored.map(({ place, variant, body }) => [keyOf(place, variant), body]))).toEqual(alone);
    }
  });

  it('leave out the local month that was over before the ledger began, and the month is closed', async () => {
    await beginLedger('2024-02-29T23:00:00Z');
    const world = synthesize(seed, new Date('2024-02-29'), new Date('2024-03-02'));
    const [organizationId] = [...world.members.keys()];
    const property = { id: crypto.randomUUID(), organizationId: organizationId!, timezone: 'Asia/Tokyo' };
    await settle(app, { ...world, properties: [property] });
    await part(UsageMonthsService).closeMonth('2024-02', ACTOR);
    const stored = await app.database.query(
      `select variant from usage_records where property_id = $1 and period = '2024-02-01'`,
      [property.id],
    );
    expect(stored).toEqual([{ variant: 'utc' }]);
  });

  it('end between two transactions when they are told to, and go on with the next run', async () => {
    await beginLedger('2022-01-01T00:00:00Z');
    await settle(app, synthesize(seed, new Date('2024-03-01'), new Date('2024-03-31')));
    await expect(
      part(UsageMonthsService).closeMonth('2024-03', ACTOR, AbortSignal.abort(new Error('stopping'))),
    ).rejects.toThrow('stopping');
    const closed = () =>
      app.database.query(`select from usage_records where kind = 'month' and organization_id is null`);
    expect(await closed()).toHaveLength(0);
    await part(UsageMonthsService).closeMonth('2024-03', ACTOR);
    expect(await closed()).toHaveLength(1);
  });

  it(`count the members that there are, whatever was taken before: seed ${seed}`, async () => {
    const random = randomFrom(seed);
    const world = synthesize(seed, new Date('2024-03-01'), new Date('2024-03-31'));
    await settle(app, world);
    for (let round = 0; round < 8; round += 1) {
      await app.database.query(`delete from memberships where random() < 0.3`);
      await app.database.query(
        `insert into memberships (organization_id, user_id, role, created_at, updated_at)
         select o.id, u.id, 'org:member', now(), now() from organizations o, users u where random() < 0.2 on conflict do nothing`,
      );
      await app.database.query(
        `update users set deleted_at = case when random() < 0.1 then now() end where clerk_id is not null`,
      );
      await app.database.query(
        `update organizations set status = case when random() < 0.2 then 'deleted' else 'active' end`,
      );
      if (random() < 0.3) await app.database.query('delete from usage_people where random() < 0.2');
      await inUsage(() => part(MembersStore).take('2024-03', null));
      const members = `select m.organization_id, m.user_id from memberships m
        join organizations o on o.id = m.organization_id and o.status <> 'deleted'
        join users u on u.id = m.user_id and u.deleted_at is null order by 1, 2`;
      expect(
        await app.database.query(
          `select m.organization_id, p.user_id from usage_members m join usage_people p using (usage_id)
           where month = '2024-03-01' order by 1, 2`,
        ),
      ).toEqual(await app.database.query(members));
      expect(
        await app.database.query(`select count(*)::int as n from usage_members where month = '2024-03-01'`),
      ).toEqual(await app.database.query(`select count(*)::int as n from (${members}) m`));
    }
  });
});

function placesOf(world: SyntheticWorld): Place[] {
  return [
    ...[...world.members.keys()].map((organizationId) => ({ kind: 'organization', organizationId }) as const),
    ...world.properties.map(
      ({ id, organizationId }) => ({ kind: 'property', organizationId, propertyId: id }) as const,
    ),
  ];
}

/** The key of a stored report as the ones made alone are told apart. */
function keyOf({ kind, ...ids }: Place, variant: string): string {
  const { organizationId, propertyId } = ids as { organizationId: string; propertyId?: string };
  const place =
    kind === 'property' ? { kind, organizationId, propertyId } : { kind: 'organization', organizationId };
  return JSON.stringify([place, variant]);
}
