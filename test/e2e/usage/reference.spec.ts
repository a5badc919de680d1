import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import type { Place } from '../../../src/usage/ledger/place.js';
import { PeopleRangesStore } from '../../../src/usage/report/people-ranges.store.js';
import { UsageReportsService } from '../../../src/usage/report/usage-reports.service.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { reference } from './reference.js';
import { settle, synthesize, type SyntheticWorld } from './synthetic-world.js';

// A leap day, two changes of the clock, the turn of a year.
const SPANS = [
  ['2024-02', '2024-01-30', '2024-03-02'],
  ['2024-03', '2024-02-28', '2024-04-02'],
  ['2023-02', '2023-01-30', '2023-03-02'],
  ['2024-12', '2024-11-29', '2025-01-02'],
  ['2025-10', '2025-09-29', '2025-11-02'],
] as const;

describe('a report of a small world', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    // So that the platform is counted in several ranges of people.
    Object.assign(app.app.get(PeopleRangesStore, { strict: false }), { peopleAtOnce: 2 });
    await app.database.query(`update usage_ledger set began_at = '2022-01-01T00:00:00Z'`);
  });

  afterAll(() => app.close());

  const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

  it.each(SPANS)(`is exactly what the reference says: %s, seed ${seed}`, async (month, from, to) => {
    for (let round = 0; round < 3; round += 1) {
      const world = synthesize(seed + round, new Date(from), new Date(to));
      await settle(app, world);
      await compare(world, month);
    }
  });

  async function compare(world: SyntheticWorld, month: string): Promise<void> {
    const reports = app.app.get(UsageReportsService, { strict: false });
    const places: { place: Place; isHere: (visit: SyntheticWorld['visits'][number]) => boolean }[] = [
      { place: { kind: 'platform' }, isHere: () => true },
      ...[...world.members.keys()].map((organizationId) => ({
        place: { kind: 'organization', organizationId } as const,
        isHere: (visit: SyntheticWorld['visits'][number]) => visit.organizationId === organizationId,
      })),
      ...world.properties.map(({ id, organizationId }) => ({
        place: { kind: 'property', organizationId, propertyId: id } as const,
        isHere: (visit: SyntheticWorld['visits'][number]) => visit.propertyId === id,
      })),
    ];
    for (const { place, isHere } of places) {
      for (const timezone of ['UTC', 'local']) {
        const { report } = await reports.give(systemScope('usage'), place, { month, timezone });
        const expected = reference(world, month, report.timezone, isHere);
        const countsHere = (ids: string[]) => {
          if (place.kind === 'property') return null;
          return place.kind === 'platform'
            ? ids.length
            : ids.filter((id) => id === place.organizationId).length;
        };
        expect(report).toMatchObject({
          mau: expected.mau,
          mru: expected.mru,
          mao: countsHere(expected.mao),
          mro: countsHere(expected.mro),
        });
        const days = report.days.map(({ date, dau, new: fresh }) => ({ date, dau, new: fresh }));
        expect(days.filter(({ dau }) => dau > 0)).toEqual(expected.days);
        expect(report.days.at(-1)).toMatchObject({ mauToDate: expected.mau, mruToDate: expected.mru });
      }
    }
  }
});
