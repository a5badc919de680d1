import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { MirrorLock, type MirroredKind } from '#users';
import { LateDeliveryScrubberService } from '#webhooks';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { randomFrom } from '../usage/synthetic-world.js';

const ROUNDS = 5;
const KINDS = [
  ['user', 'user'],
  ['orginv', 'invitation'],
  ['org', 'organization'],
  // Of these nothing has a tombstone under the prefix of another kind.
  ['orgmem', 'user'],
  ['sess', 'user'],
] as const satisfies readonly (readonly [string, MirroredKind])[];

interface Thing {
  readonly id: string;
  readonly isErased: boolean;
}

interface Delivery {
  readonly svixId: string;
  readonly object: string | null;
  readonly subjects: readonly { subject: string; relation: 'owner' | 'mention' }[];
  readonly state: 'applied' | 'pending' | 'dead';
}

describe('deliveries that came after their person was erased', () => {
  let app: TestApp;
  const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

  beforeAll(async () => {
    // Without a worker, which would apply what has to stay pending.
    app = await startTestApp({ variables: () => ({ ROLE: 'api' }) });
    Object.assign(app.app.get(LateDeliveryScrubberService, { strict: false }), { atOnce: 7 });
  });

  afterAll(() => app.close());

  it(`are emptied, and no others, however many there are: seed ${seed}`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await app.database.query('delete from webhook_deliveries');
      const things = await makeThings();
      const deliveries = Array.from({ length: 60 }, () => deliveryOf(things));
      for (const delivery of deliveries) await insert(delivery);
      await app.app.get(LateDeliveryScrubberService, { strict: false }).emptyLateDeliveries();

      const erased = new Set(things.flatMap(({ id, isErased }) => (isErased ? [id] : [])));
      const owned = ({ object, subjects }: Delivery) =>
        [object, ...subjects.flatMap((each) => (each.relation === 'owner' ? [each.subject] : []))].some(
          (id) => id !== null && erased.has(id),
        );
      const expected = deliveries.map((delivery) => {
        const isNamed = delivery.subjects.some(({ subject }) => erased.has(subject));
        const isOpen = delivery.state === 'pending';
        return {
          svix_id: delivery.svixId,
          object_id: !isOpen && owned(delivery) ? null : delivery.object,
          is_empty: !isOpen && (owned(delivery) || isNamed),
        };
      });
      const rows = await app.database.query(
        'select svix_id, object_id, payload is null as is_empty from webhook_deliveries order by svix_id',
      );
      expect(rows).toEqual(expected.toSorted((a, b) => (a.svix_id < b.svix_id ? -1 : 1)));
    }
  });

  /** Some were erased; of the organizations with a tombstone, some have their row still, since they were only deleted. */
  async function makeThings(): Promise<Thing[]> {
    const unitOfWork = app.app.get(UnitOfWork, { strict: false });
    const gate = app.app.get(MirrorLock, { strict: false });
    const things: Thing[] = [];
    for (let n = 0; n < 25; n += 1) {
      const [prefix, kind] = pick(KINDS);
      const id = `${prefix}_${newId().replaceAll('-', '')}`;
      const isTombstoned = random() < 0.5;
      const hasRow = prefix === 'org' && random() < 0.5;
      if (isTombstoned) await unitOfWork.run(systemScope('mirror'), () => gate.close(kind, id, new Date()));
      if (hasRow)
        await app.database.query(
          `insert into organizations (id, clerk_id, name, status, created_at, updated_at)
           values ($1, $2, 'Kept', 'deleted', now(), now())`,
          [newId(), id],
        );
      const isKnown = ['user', 'orginv', 'org'].includes(prefix);
      things.push({ id, isErased: isTombstoned && isKnown && !hasRow });
    }
    return things;
  }

  function deliveryOf(things: readonly Thing[]): Delivery {
    const subjects = new Map(
      Array.from({ length: Math.floor(random() * 4) }, () => [
        pick(things).id,
        random() < 0.5 ? ('owner' as const) : ('mention' as const),
      ]),
    );
    return {
      svixId: `msg_${newId()}`,
      object: random() < 0.7 ? pick(things).id : null,
      subjects: [...subjects].map(([subject, relation]) => ({ subject, relation })),
      state: pick(['applied', 'applied', 'pending', 'dead'] as const),
    };
  }

  async function insert({ svixId, object, subjects, state }: Delivery): Promise<void> {
    // Several came at the same moment.
    await app.database.query(
      `insert into webhook_deliveries (svix_id, event_type, object_id, body_sha256, payload, state, next_attempt_at, received_at)
       values ($1, 'user.updated', $2, '\\x00', '{"data": {}}', $3, now() + interval '1 hour', now() - make_interval(hours => $4))`,
      [svixId, object, state, Math.floor(random() * 5)],
    );
    for (const { subject, relation } of subjects)
      await app.database.query(
        'insert into webhook_delivery_subjects (svix_id, subject, relation) values ($1, $2, $3)',
        [svixId, subject, relation],
      );
  }
});
