import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { createDataSource, UnitOfWork } from '#libs/database';
import type { Outgoing } from '../../src/events/deliveries/delivery-source.js';
import { EventDeliveriesStore } from '../../src/events/deliveries/event-deliveries.store.js';
import { EventDelivery } from '../../src/events/deliveries/event-delivery.entity.js';
import { PublishedEvent } from '../../src/events/feed/published-event.entity.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ENDPOINT = '11111111-1111-4111-8111-111111111111';
const SENT = 10_000;
const PENDING = 5_000;
const ROUND = 200;
const NOW = new Date('2026-01-02T00:00:00Z');

/** A table that grows by hundreds of rows a second is far ahead of what the planner was last told of it. */
describe('a round of deliveries, planned with the figures of an empty table', () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let store: EventDeliveriesStore;
  let close: () => Promise<void>;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('alter table event_deliveries set (autovacuum_enabled = off)');
    await database.query(
      `insert into event_endpoints (id, url, types, state, wrapped_secret, master_key_id, created_at, updated_at)
       values ($1, 'https://receiver.example/', '{}', 'enabled', '', 'key', now(), now())`,
      [ENDPOINT],
    );
    await database.query('analyze event_deliveries');
    await database.query(
      `insert into events (position, id, type, actor_kind, actor_id, change, lane, occurred_at, published_at)
       select i, gen_random_uuid(), 'property.updated', 'system', 'spec', '{}', i % 1000, now(), now()
         from generate_series(1, $1::int) i`,
      [SENT + PENDING],
    );
    await database.query(
      `insert into event_deliveries (endpoint_id, position, lane, state, attempts, next_attempt_at)
       select $1, i, i % 1000, case when i <= $2 then 'delivered' else 'pending' end, 0, $3
         from generate_series(1, $4::int) i`,
      [ENDPOINT, SENT, NOW, SENT + PENDING],
    );
    const dataSource = createDataSource({
      url: database.url,
      entities: [EventDelivery, PublishedEvent],
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    unitOfWork = new UnitOfWork(dataSource);
    store = new EventDeliveriesStore(unitOfWork);
    close = () => dataSource.destroy();
  });

  afterAll(async () => {
    await close();
    await database.drop();
  });

  /** How many rows of the table a piece of work has read. */
  const rowsRead = <T>(work: () => Promise<T>): Promise<{ result: T; rows: number }> =>
    unitOfWork.run(systemScope('events'), async () => {
      const result = await work();
      const [read] = await unitOfWork
        .manager()
        .query<{ rows: number }[]>(
          `select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relname = 'event_deliveries'`,
        );
      return { result, rows: read!.rows };
    });
  const outcome = (message: Outgoing, isDelivered: boolean) => ({
    message,
    isDelivered,
    status: isDelivered ? null : 500,
    error: null,
  });

  it('reads what is due, and not what is pending again and again', async () => {
    const { result, rows } = await rowsRead(() => store.listDue({ id: ENDPOINT }, NOW, ROUND));
    expect(result).toHaveLength(ROUND);
    expect(rows).toBeLessThan(SENT);
  });

  it('writes down how it ended without reading what was sent before', async () => {
    const due = await unitOfWork.run(systemScope('events'), () =>
      store.listDue({ id: ENDPOINT }, NOW, ROUND),
    );
    const outcomes = due.map((message) => outcome(message, true));
    const { rows } = await rowsRead(() => store.settle({ id: ENDPOINT }, outcomes, NOW));
    expect(rows).toBeLessThan(10 * ROUND);
  });

  it('leaves out what is behind one that waits for its next try, and nothing else', async () => {
    const [first, ...others] = await unitOfWork.run(systemScope('events'), () =>
      store.listDue({ id: ENDPOINT }, NOW, ROUND),
    );
    const { orderingKey } = first!;
    await unitOfWork.run(systemScope('events'), () =>
      store.settle({ id: ENDPOINT }, [outcome(first!, false)], NOW),
    );
    const { result, rows } = await rowsRead(() => store.listDue({ id: ENDPOINT }, NOW, PENDING));
    expect(result.filter((each) => each.orderingKey === orderingKey)).toEqual([]);
    expect(result.slice(0, others.length).map(({ position }) => position)).toEqual(
      others.map(({ position }) => position),
    );
    expect(rows).toBeLessThan(4 * (SENT + PENDING));
  });

  it('sends what was never tried at once, also when the clock of whoever published it is ahead', async () => {
    const [first] = await unitOfWork.run(systemScope('events'), () =>
      store.listDue({ id: ENDPOINT }, NOW, 1),
    );
    await database.query(
      `update event_deliveries set next_attempt_at = next_attempt_at + interval '1 minute' where position = $1`,
      [first!.position],
    );
    const [again] = await unitOfWork.run(systemScope('events'), () =>
      store.listDue({ id: ENDPOINT }, NOW, 1),
    );
    expect(again!.position).toBe(first!.position);
  });
});
