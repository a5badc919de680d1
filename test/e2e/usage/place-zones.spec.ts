import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { PlaceZones } from '../../../src/usage/ledger/place-zones.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const ZONES = ['UTC', 'Europe/Vienna', 'Asia/Tokyo'] as const;

const change = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), zone: fc.constantFrom(...ZONES), count: fc.nat(3) }),
  fc.record({
    kind: fc.constant('move' as const),
    from: fc.constantFrom(...ZONES),
    to: fc.constantFrom(...ZONES),
  }),
  fc.record({ kind: fc.constant('archive' as const), zone: fc.constantFrom(...ZONES) }),
  fc.record({ kind: fc.constant('restore' as const), zone: fc.constantFrom(...ZONES) }),
  fc.record({ kind: fc.constant('remove' as const), zone: fc.constantFrom(...ZONES) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

describe('the time zones of places', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());

  it('are those of the present properties after every change', async () => {
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    const zones = world.app.get(PlaceZones, { strict: false });
    const organizationIds = [world.harbour.id, world.alpine.id];
    const step = fc.tuple(fc.constantFrom(...organizationIds), change);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const [organizationId, what] of steps) {
          await apply(organizationId, what);
          const places = organizationIds.map((id) => ({ organizationId: id, propertyId: null }));
          const zoneOf = await unitOfWork.run(systemScope('usage'), () => zones.of(places));
          const told = places.map((place) => zoneOf(place).organization);
          expect(told).toEqual(await Promise.all(organizationIds.map(mostCommon)));
        }
      }),
      { numRuns: 25 },
    );
  });

  /** The rule, word for word: the zone of most active properties; of equals the older one, then by name. */
  async function mostCommon(organizationId: string): Promise<string> {
    const [row] = await world.database.query<{ timezone: string }>(
      `select timezone from properties where organization_id = $1 and status = 'active'
       group by timezone order by count(*) desc, min(created_at), timezone limit 1`,
      [organizationId],
    );
    return row?.timezone ?? 'UTC';
  }

  async function apply(organizationId: string, what: Change): Promise<void> {
    const inZone = (statement: string, ...values: string[]) =>
      world.database.query(statement, [organizationId, ...values]);
    switch (what.kind) {
      case 'add':
        for (let n = 0; n < what.count; n += 1) {
          await inZone(
            `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
             values ($1, $2::uuid, $2::uuid::text, 'x', $3, 'active', clock_timestamp(), now())`,
            newId(),
            what.zone,
          );
        }
        return;
      case 'move':
        await inZone(
          `update properties set timezone = $3 where organization_id = $1 and timezone = $2`,
          what.from,
          what.to,
        );
        return;
      case 'archive':
      case 'restore':
        await inZone(
          `update properties set status = '${what.kind === 'archive' ? 'archived' : 'active'}'
           where organization_id = $1 and timezone = $2`,
          what.zone,
        );
        return;
      case 'remove':
        await inZone(`delete from properties where organization_id = $1 and timezone = $2`, what.zone);
    }
  }
});
