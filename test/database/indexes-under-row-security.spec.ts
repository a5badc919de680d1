import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { createDataSource, UnitOfWork } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PEOPLE = 20_000;

describe('indexes behind row-level security', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query(
      `insert into users (id, email_address, first_name, last_name, created_at, updated_at)
       select gen_random_uuid(), 'Person' || i || '@grown.test', 'First' || i, 'Last' || i, now(), now()
         from generate_series(1, $1::int) as i`,
      [PEOPLE],
    );
    await database.query('analyze users');
  });

  afterAll(() => database.drop());

  it('none rests on what the policies have to come before', async () => {
    // Of a condition that may leak, PostgreSQL makes a filter behind the policies, never a way into an index. A unique one
    // has its use in keeping rows apart.
    const leaking = await database.query<{ name: string }>(
      `select distinct c.relname as name
         from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
         left join lateral unnest(i.indclass) as class(oid) on true
         left join pg_opclass o on o.oid = class.oid
         left join pg_amop m on m.amopfamily = o.opcfamily and m.amoplefttype = o.opcintype
         left join pg_operator p on p.oid = m.amopopr left join pg_proc f on f.oid = p.oprcode
        where t.relnamespace = 'public'::regnamespace and t.relrowsecurity and not i.indisunique
          and (i.indexprs is not null or (m.amoplefttype = m.amoprighttype and not f.proleakproof))
        order by 1`,
    );
    expect(leaking.map(({ name }) => name)).toEqual([]);
  });

  it('a search for one person among many goes through one, whatever it is for', async () => {
    const dataSource = createDataSource({
      url: database.url,
      entities: [],
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    const unitOfWork = new UnitOfWork(dataSource);
    const plan = await unitOfWork.run(systemScope('health'), () =>
      unitOfWork.manager().query<object[]>(
        `explain (format json) select * from users where (folded_email_address >= $1 and folded_email_address < $2)
            or (folded_first_name >= $1 and folded_first_name < $2) or (folded_last_name >= $1 and folded_last_name < $2)
          order by id desc limit 50`,
        ['person12345', 'person12345\u{10FFFF}'],
      ),
    );
    await dataSource.destroy();
    const text = JSON.stringify(plan);
    for (const column of ['email_address', 'first_name', 'last_name'])
      expect(text).toContain(`users_folded_${column}`);
    expect(text).not.toContain('Seq Scan');
  });
});
