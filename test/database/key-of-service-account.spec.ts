import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** The look-up of a key is two functions while replicas of two versions run; they answer the same. */
describe('the two look-ups of a key of a service account', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const statement of WORLD) await database.query(statement);
  });

  afterAll(() => database.drop());

  /** What one of them answers to each key: what is said of the account, and everything given. */
  const ask = (name: string) =>
    database.query<{ account: unknown; rows: Record<string, unknown>[] }>(
      `select (array_agg(part.account order by ordinality))[1] as account,
           jsonb_agg(to_jsonb(answer) - '{ordinality,account_id,key_id,digest,allowed_networks,organization_networks}'::text[]
             order by grant_id) as rows
         from service_account_keys k
         cross join lateral app.${name}(k.public_id) with ordinality as answer
         cross join lateral (select jsonb_build_array(answer.account_id, answer.key_id, answer.digest,
           answer.allowed_networks, answer.organization_networks) as account) as part
        group by k.public_id order by k.public_id`,
    );

  it('answer the same, whoever gave what, and whoever may not act any more', async () => {
    const before = await ask('service_account_key_lookup');
    const rows = before.flatMap((each) => each.rows);
    expect(before).toHaveLength(60);
    // All cases are among them.
    expect(rows.some(({ grant_id: id }) => id === null)).toBe(true);
    expect(rows.some(({ role_permissions: own }) => own !== null)).toBe(true);
    expect(rows.some(({ giver_id: giver, issuer_id: issuer }) => giver !== null && giver !== issuer)).toBe(
      true,
    );
    expect(rows.some(({ giver_id: giver, grant_id: id }) => giver === null && id !== null)).toBe(true);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['active', 'expired', 'revoked']));
    expect(await ask('key_of_service_account')).toEqual(before);
    expect(await database.query(`select * from app.key_of_service_account('nobody’s')`)).toEqual([]);
  });
});

const ORGANIZATION = `'11111111-1111-4111-8111-111111111111'::uuid`;
const uuid = (of: string) => `md5(${of}::text)::uuid`;

/** 60 accounts with a key each; what each was given, and by whom, comes of its number. */
const WORLD = [
  `insert into organizations (id, clerk_id, slug, name, status, created_at, updated_at)
   values (${ORGANIZATION}, 'org_1', 'one', 'One', 'active', now(), now())`,
  `insert into users (id, clerk_id, email_address, banned, two_factor_enabled, created_at, updated_at)
   select ${uuid(`'user ' || i`)}, 'user_' || i, i || '@one.test', i % 3 = 0, false, now(), now()
     from generate_series(1, 6) i`,
  `insert into custom_roles (organization_id, key, name, scope_kind, permissions, created_at, updated_at)
   select ${ORGANIZATION}, 'org:own_' || i, 'Own ' || i, 'organization', array['org:members:read'], now(), now()
     from generate_series(1, 4) i`,
  `insert into clerk_roles (clerk_id, key, name, permissions, updated_at)
   values ('role_1', 'org:own_1', 'Taken', '{}', now())`,
  `insert into service_accounts (organization_id, id, name, created_at)
   select ${ORGANIZATION}, ${uuid(`'account ' || i`)}, 'Account ' || i, now() from generate_series(1, 60) i`,
  `insert into service_account_keys
     (organization_id, id, account_id, public_id, digest, allowed_networks, created_by, created_at, expires_at, revoked_at)
   select ${ORGANIZATION}, ${uuid(`'key ' || i`)}, ${uuid(`'account ' || i`)}, 'key' || i, sha256(i::text::bytea),
       case when i % 5 = 0 then array['10.0.0.0/8'] else '{}' end, ${uuid(`'user ' || (1 + i % 6)`)}, now(),
       case when i % 7 = 0 then now() - interval '1 day' end, case when i % 11 = 0 then now() - interval '1 day' end
     from generate_series(1, 60) i`,
  // Each account has up to three grants: built-in roles, roles of the organization, one of them silenced, and handed lists.
  `insert into service_account_grants
     (organization_id, id, account_id, role, custom_role, permissions, granted_by, granted_at, valid_from, expires_at)
   select ${ORGANIZATION}, ${uuid(`'grant ' || i || ' ' || n`)}, ${uuid(`'account ' || i`)}, kind.role,
       case when kind.role like 'org:own%' then kind.role end,
       case when kind.role = 'agent' then array['org:members:read'] end,
       case when (i + n) % 13 > 0 then ${uuid(`'user ' || (1 + (i * n) % 6)`)} end, now(),
       now() - interval '2 days' + case when (i + n) % 8 = 0 then interval '3 days' else interval '0' end,
       case when (i + n) % 9 = 0 then now() + interval '2 days' - interval '1 hour' * 60 end
     from generate_series(1, 60) i cross join generate_series(1, 3) n
     cross join lateral (select (array['org:own_1', 'org:own_2', 'org:own_3', 'property:viewer', 'agent'])[1 + (i + n * 2) % 5]) kind(role)
    where n <= i % 4
      and ((i + n) % 9 <> 0 or (i + n) % 8 <> 0)`,
];
