import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccountsWorld, digestOf, people, startAccountsWorld } from './accounts-world.js';

const HEADER = 'organization,property,person,role,name,slug,timezone,expires_at';
const HARBOUR = [
  'harbour,,,,Harbour Hotels,harbour-hotels,,',
  'harbour,seaside,,,Seaside,,Europe/Lisbon,',
  'harbour,old-town,,,Old Town,,,',
  'harbour,,old-1,org:admin,,,,',
  'harbour,,old-2,org:member,,,,',
  'harbour,,old-3,org:member,,,,',
  'harbour,seaside,old-2,property:manager,,,,',
  'harbour,old-town,old-3,property:viewer,,,,2099-01-01T00:00:00Z',
];

interface AtClerk {
  organizations: { id: string; name: string }[];
  organizationMemberships: { role: string }[];
}

describe('organizations, memberships and grants in the same import', () => {
  let world: AccountsWorld;
  let digest: string;
  beforeAll(async () => {
    digest = await digestOf('a made-up password');
  });
  beforeEach(async () => {
    world = await startAccountsWorld();
  }, 60_000);
  afterEach(async () => {
    await world.stop();
  });

  const csv = (rows: readonly string[], name = 'organizations.csv') =>
    world.file(name, [HEADER, ...rows, ''].join('\n'));
  const load = (count: number) =>
    world.accounts(['load', world.file('people.ndjson', people(count, digest))]);
  const json = (words: readonly string[]) => world.json(words);
  const atClerk = () => world.clerk.control.state() as unknown as AtClerk;
  const rights = () =>
    world.database.query<{ line: number; kind: string; state: string; error: string | null }>(
      'select loaded_line as line, kind, state, error from legacy_rights order by loaded_line',
    );
  const grants = () =>
    world.database.query(
      `select a.legacy_id, p.slug, g.role, g.granted_by, g.expires_at from property_grants g
         join properties p on p.id = g.property_id join legacy_accounts a on a.user_id = g.user_id order by 1`,
    );

  it('are checked, made at Clerk and here once, and taken back but for who has signed in since', async () => {
    await load(4);
    const file = csv(HARBOUR);
    const dry = await json(['import', '--dry-run', '--organizations', file]);
    expect(dry).toMatchObject({
      wouldCreate: 4,
      organizations: { organization: 1, property: 2, membership: 3, grant: 2, refused: 0 },
    });
    expect(await rights()).toEqual([]);
    expect(atClerk().organizations).toEqual([]);

    const imported = await json(['import', '--organizations', file]);
    expect(imported).toMatchObject({
      created: 4,
      rights: {
        kinds: {
          organization: { created: 1, failed: 0 },
          property: { created: 2 },
          // The owner is one with the organization.
          membership: { created: 2, matched: 1 },
          grant: { created: 2 },
        },
        failures: [],
      },
    });
    expect(atClerk().organizations).toMatchObject([{ name: 'Harbour Hotels' }]);
    expect(
      atClerk()
        .organizationMemberships.map(({ role }) => role)
        .sort(),
    ).toEqual(['org:admin', 'org:member', 'org:member']);
    expect(await grants()).toMatchObject([
      { legacy_id: 'old-2', slug: 'seaside', role: 'property:manager', granted_by: null, expires_at: null },
      { legacy_id: 'old-3', slug: 'old-town', role: 'property:viewer' },
    ]);
    const audit = await world.database.query(
      `select count(*)::int as count from audit_events where action = 'grant.given'`,
    );
    expect(audit).toEqual([{ count: 2 }]);

    // The same file again: nothing is left to give.
    expect(await json(['import', '--organizations', file])).toMatchObject({ created: 0, rights: null });
    expect((await world.accounts(['status'])).stdout).toContain('grants: 2 given, 0 to give, 0 not given');

    // A second file speaks of what is here by now, and another run made it.
    const later = csv(
      ['harbour,,old-4,org:member,,,,', 'harbour,seaside,old-4,property:staff,,,,', 'harbour,lake,,,Lake,,,'],
      'later.csv',
    );
    const second = await json(['import', '--organizations', later]);
    expect(second).toMatchObject({
      rights: { kinds: { membership: { created: 1 }, grant: { created: 1 } } },
    });
    expect(await json(['undo', String(second['id' as never]), '--apply'])).toMatchObject({
      rights: { undone: { membership: 1, grant: 1, property: 1 }, kept: [] },
    });
    expect(atClerk().organizationMemberships).toHaveLength(3);
    expect(await grants()).toHaveLength(2);

    const first = String(imported['id' as never]);
    const member = world.usersAtClerk().find(({ external_id: id }) => id === 'old-2')!;
    world.clerk.control.tokens({ userId: member.id });
    expect(await json(['undo', first])).toMatchObject({
      undone: 3,
      rights: {
        undone: { organization: 0 },
        kept: expect.arrayContaining(
          [
            [2, 'in_use'],
            [3, 'in_use'],
            [4, 'in_use'],
            [6, 'signed_in'],
            [8, 'signed_in'],
          ].map(([line, why]) => ({ line, why })),
        ) as unknown,
      },
    });
    expect(atClerk().organizationMemberships).toHaveLength(3);
  }, 120_000);

  it('are taken back whole where nobody has signed in', async () => {
    await load(3);
    const { id } = (await json(['import', '--organizations', csv(HARBOUR)])) as { id?: string };
    expect(await json(['undo', id!, '--apply'])).toMatchObject({
      undone: 3,
      rights: { undone: { organization: 1, property: 2, membership: 2, grant: 2 }, kept: [] },
    });
    expect(atClerk().organizations).toEqual([]);
    expect(world.usersAtClerk()).toEqual([]);
    expect(new Set((await rights()).map(({ state }) => state))).toEqual(new Set(['undone', 'matched']));
  }, 120_000);

  it('are refused as a whole where a row is broken, each named by its line, before anything is sent', async () => {
    await load(3);
    const file = csv([
      ...HARBOUR,
      ',,old-1,org:admin,,,,',
      'harbour,,old-9,org:member,,,,',
      'harbour,,old-2,org:emperor,,,,',
      'harbour,lagoon,old-2,property:manager,,,,',
      'harbour,seaside,old-2,org:member,,,,',
      'alpine,,old-2,org:member,,,,',
      'ownerless,,,,Ownerless,,,',
      'harbour,,old-2,org:member,,,,',
      'harbour,,,org:member,,,,',
      'harbour,seaside,old-3,property:viewer,,,,2001-01-01',
      'harbour,Sea Side,,,Seaside,,,',
      'harbour,,old-3,org:member,,,,2099-01-01',
      'harbour,lake,,,,,,',
      'harbour,lake,,,Lake,,Mars/Olympus,',
    ]);
    const refused = await world.accounts(['import', '--organizations', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('14 of 22 rows of organizations cannot be taken; nothing was sent.');
    const reasons = [...refused.stdout.matchAll(/^line (\d+): (.*)$/gm)].map(([, line, why]) => [
      Number(line),
      why,
    ]);
    expect(reasons.sort(([one], [two]) => Number(one) - Number(two))).toEqual([
      [10, 'there is no organization, or one of more than 255 characters'],
      [11, 'no account with that id was loaded'],
      [12, 'there is no such role at this place'],
      [13, 'the property is neither in this file nor in the organization'],
      [14, 'there is no such role at this place'],
      [15, 'the organization is neither in this file nor here'],
      [16, 'nobody in the file has the role org:admin in the organization'],
      [17, 'another line says the same'],
      [18, 'a role needs a person'],
      [19, 'expires_at is no time, or lies in the past'],
      [20, 'a slug is none: small letters, digits and hyphens, 63 at the most'],
      [21, 'a membership has no end; only a grant expires'],
      [22, 'a row without a person makes an organization or a property, and needs a name'],
      [23, 'the time zone is none of the IANA names'],
    ]);
    expect(world.usersAtClerk()).toEqual([]);
    expect(atClerk().organizations).toEqual([]);
    expect(await rights()).toEqual([]);
  }, 60_000);

  it('give nothing on doubt: a person who failed, another role at Clerk, an organization without its owner', async () => {
    await load(4);
    await post('/users', { email_address: ['person2@made-up.test'], external_id: 'somebody-else' });
    const imported = await json([
      'import',
      '--organizations',
      csv([
        ...HARBOUR,
        'alpine,,,,Alpine Lodges,,,',
        'alpine,,old-2,org:admin,,,,',
        'alpine,,old-4,org:member,,,,',
        // A member as well as the owner: Clerk keeps one role.
        'harbour,,old-1,org:member,,,,',
      ]),
    ]);
    expect(imported).toMatchObject({ created: 3, failed: 1 });
    expect((imported as unknown as { rights: { failures: unknown } }).rights.failures).toEqual([
      { line: 6, error: 'person_failed' },
      { line: 8, error: 'person_failed' },
      { line: 10, error: 'no_owner' },
      { line: 11, error: 'person_failed' },
      { line: 12, error: 'organization_failed' },
      { line: 13, error: 'other_role' },
    ]);
    expect(atClerk().organizations).toHaveLength(1);
    expect(await grants()).toHaveLength(1);
  }, 60_000);

  const post = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${world.clerk.url}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.clerk.secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'quite a long password', ...body }),
    });
    expect(response.ok).toBe(true);
  };

  it('are each at Clerk once although it is killed and answers are lost', async () => {
    await load(12);
    const rows = Array.from({ length: 4 }, (_, org) => [
      `org-${org},,,,Organization ${org},,,`,
      `org-${org},main,,,Main,,,`,
      ...Array.from({ length: 12 }, (_, person) =>
        [
          `org-${org},,old-${person + 1},${person === org ? 'org:admin' : 'org:member'},,,,`,
          `org-${org},main,old-${person + 1},property:viewer,,,,`,
        ].join('\n'),
      ),
    ]).flat();
    const words = ['import', '--rate', '1000', '--organizations', csv(rows)];
    world.clerk.control.setFaults([
      { match: 'POST /v1/organizations', dropResponse: true, probability: 0.3, seed: 1 },
      { match: 'POST /v1/organizations/*/memberships', dropResponse: true, probability: 0.1, seed: 2 },
      { match: 'POST /v1/organizations/*/memberships', answerLatencyMs: 40 },
    ]);
    for (const wanted of [6, 20]) {
      const running = world.start(words);
      const ended = running.ended();
      while (atClerk().organizationMemberships.length < wanted)
        if (await Promise.race([ended.then(() => true), sleep(5, false)])) break;
      running.kill();
      const { stderr } = await ended;
      expect(stderr).toBe('');
      // What it held runs out by itself; the test has no need to wait for it.
      await world.database.query('update account_import_lease set held_until = null');
      await world.database.query('delete from clerk_write_leases');
    }
    expect(atClerk().organizationMemberships.length).toBeLessThan(48);
    expect(await json(words)).toMatchObject({ code: 0 });
    const { organizations, organizationMemberships: memberships } = atClerk();
    expect(organizations.map(({ name }) => name).sort()).toEqual(
      [0, 1, 2, 3].map((number) => `Organization ${number}`),
    );
    expect(memberships).toHaveLength(48);
    const counts = await world.database.query(
      `select (select count(*) from memberships)::int as memberships, (select count(*) from property_grants)::int as grants,
              (select count(*) from legacy_rights where state in ('created', 'matched'))::int as settled`,
    );
    expect(counts).toEqual([{ memberships: 48, grants: 48, settled: 104 }]);
  }, 120_000);
});
