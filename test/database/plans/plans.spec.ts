import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { ALLOWED_WHOLE_READS, USED_ELSEWHERE } from './exceptions.js';
import { grow, GROWING } from './grow.js';
import { walkThrough } from './journey.js';
import { findingsOf } from './plan.js';
import { type RecordedStatement, StatementRecorder } from './statement-recorder.js';

/** Large enough that the planner chooses as for hundreds of thousands. */
const PEOPLE = Number(process.env['PLANS_PEOPLE'] ?? '20000');

describe('on a database that has grown', () => {
  let world: DemoWorld;
  let client: Client;
  let statements: RecordedStatement[];
  const used = new Set<string>();

  beforeAll(async () => {
    const recorder = new StatementRecorder().start();
    world = await startDemoWorld();
    await walkThrough(world);
    statements = recorder.stop();
    await world.app.close();
    await grow(world.database, PEOPLE);
    client = new Client({ connectionString: world.database.url });
    await client.connect();
  }, 300_000);

  afterAll(async () => {
    await client.end();
    await world.clerk.stop();
    await world.database.drop();
  });

  it('no statement of the service reads a table as a whole, unless that is what it is for', async () => {
    const rows = new Map(
      (
        await world.database.query<{ name: string; rows: number }>(
          `select relname as name, reltuples::float8 as rows from pg_class where relname = any ($1) and relkind = 'r'`,
          [Object.keys(GROWING)],
        )
      ).map(({ name, rows: count }) => [name, count]),
    );
    const faults = new Set<string>();
    const unplanned: string[] = [];
    for (const statement of statements) {
      try {
        const { indexes, wholeReads } = await findingsOf(client, statement, rows);
        for (const index of indexes) used.add(index);
        if (ALLOWED_WHOLE_READS.some(({ text }) => statement.text.includes(text))) continue;
        for (const read of wholeReads)
          faults.add(
            `${read}: ${statement.text.replace(/\s+/g, ' ').slice(0, 1000)} [${statement.scope[0] ?? ''}]`,
          );
      } catch (error) {
        unplanned.push(`${error instanceof Error ? error.message : ''}: ${statement.text.slice(0, 300)}`);
      }
    }
    expect([...faults]).toEqual([]);
    expect(unplanned).toEqual([]);
    // The walk has really led through the stores.
    expect(statements.length).toBeGreaterThan(200);
  });

  it('no index is there that nothing goes through', async () => {
    const indexes = await world.database.query<{ name: string }>(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = 'public'::regnamespace and not i.indisunique order by 1`,
    );
    const idle = indexes
      .map(({ name }) => name)
      .filter((name) => !used.has(name) && !(name in USED_ELSEWHERE));
    expect(idle).toEqual([]);
  });

  it('no index of a walled table rests on what the policies have to come before', async () => {
    // Of a condition that may leak, PostgreSQL makes a filter behind the policies, never a way into an index.
    const leaking = await world.database.query<{ name: string }>(
      `select distinct c.relname as name
         from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
         left join lateral unnest(i.indclass) as class(oid) on true
         left join pg_opclass o on o.oid = class.oid
         left join pg_amop m on m.amopfamily = o.opcfamily and m.amoplefttype = o.opcintype
         left join pg_operator p on p.oid = m.amopopr left join pg_proc f on f.oid = p.oprcode
        where t.relnamespace = 'public'::regnamespace and t.relrowsecurity
          and (i.indexprs is not null or (m.amoplefttype = m.amoprighttype and not f.proleakproof))
        order by 1`,
    );
    expect(leaking.map(({ name }) => name)).toEqual([]);
  });

  it('every foreign key is found from its other end through an index', async () => {
    const bare = await world.database.query<{ key: string }>(
      `select k.conrelid::regclass || ' ' || k.conname as key from pg_constraint k
        where k.contype = 'f' and k.connamespace = 'public'::regnamespace
          and not exists (select from pg_index i where i.indrelid = k.conrelid
            and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey) order by 1`,
    );
    expect(bare.map(({ key }) => key)).toEqual([]);
  });
});
