import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestFor } from './request-for.js';
import type { Fixtures } from './scene.js';
import { growTenant } from './grown-tenant.js';
import { type ApiAnswer, send, Tokens } from './http.js';
import { type MatrixRow, readMatrix } from './matrix.js';
import { peopleFor, REASON, targetsOf, tokenOf } from './people.js';
import { type QuietTenants, startQuietTenants } from './quiet-app.js';
import { makeFixtures, sceneOf } from './stage.js';

const MAX_ROWS = 100;
const MAX_BYTES = 300_000;

/** Lists that are longer than a page and end all the same, with what ends them. */
const OTHER_BOUNDS: Readonly<Record<string, { most: number; because: string }>> = {
  permissions: { most: 200, because: 'the catalogue of permissions' },
  tables: { most: 200, because: 'the tables of the service, in the map of its data' },
};

/** Answers that are files, sent piece by piece, or that describe the service itself. */
const NOT_BOUNDED = [/\/export$/, /\/download$/, /^\/metrics$/];

const lines = readMatrix().filter(
  ({ method, path, cells }) =>
    method === 'GET' &&
    !NOT_BOUNDED.some((p) => p.test(path)) &&
    // A line that only says who may not.
    [...cells.values()].some((cell) => cell === 'yes' || cell === 'why'),
);

describe('every answer has a bound', () => {
  let world: QuietTenants;
  let fixtures: Fixtures;
  let tokens: Tokens;
  let lists = 0;

  beforeAll(async () => {
    world = await startQuietTenants({ spares: 24 });
    fixtures = await makeFixtures(world);
    tokens = new Tokens(world.clerk);
    await growTenant(world.database, world.tenants[0].id, world.idOf(world.tenants[0].admin));
  }, 180_000);

  afterAll(() => world.close());

  /** The line's request as the first person who may make it. */
  async function ask(row: MatrixRow, extra: Record<string, string> = {}): Promise<ApiAnswer> {
    const target = targetsOf(world)[0]!;
    const mayAsk = (cell: string | undefined) => cell === 'yes' || cell === 'why';
    // The grown tenant's own people first: what they see is what has grown.
    const people = peopleFor(world, target).toSorted(
      (a, b) => Number(b.email === target.tenant.admin) - Number(a.email === target.tenant.admin),
    );
    const person = people.find(
      ({ column, email, key, reason }) =>
        mayAsk(row.cells.get(column)) &&
        (email !== null || key !== null) &&
        (reason || row.cells.get(column) === 'yes'),
    );
    if (person === undefined) throw new Error(`nobody may ask ${row.name}`);
    const request = requestFor(row, sceneOf(world, fixtures, target, person));
    const url = new URL(request.path, 'http://x');
    for (const [name, value] of Object.entries(extra)) url.searchParams.set(name, value);
    const headers = { ...request.headers, ...(person.reason && REASON) };
    const path = `${url.pathname}${url.search}`;
    return send(world.url, { ...request, path, headers }, tokenOf(person, tokens));
  }

  it.each(lines.map((row): [string, MatrixRow] => [row.name, row]))('%s', async (_, row) => {
    const plain = await ask(row);
    expectBounded(plain);
    if (!plain.contentType.includes('json') || plain.status !== 200) return;
    // What is no list by pages was bounded above, whatever it holds.
    if (!('nextCursor' in (JSON.parse(plain.text) as object))) return;
    const full = await ask(row, { limit: '100' });
    // One that takes no limit says so by ignoring it, and ends by itself.
    if ((await ask(row, { limit: 'none' })).status === 200) return;
    lists += 1;
    expect(full.status).toBe(200);
    expectBounded(full);
    for (const limit of ['101', '0', '1e1', '-1']) expect((await ask(row, { limit })).status).toBe(400);
  });

  it('was asked of many lists', () => {
    expect(lists).toBeGreaterThan(12);
  });

  function expectBounded({ text, contentType }: ApiAnswer): void {
    expect(text.length).toBeLessThan(MAX_BYTES);
    if (contentType.includes('json')) expect(tooLong(JSON.parse(text), '')).toEqual([]);
  }
});

/** Where a list is longer than it may be. */
function tooLong(value: unknown, name: string): string[] {
  if (Array.isArray(value)) {
    const most = OTHER_BOUNDS[name]?.most ?? MAX_ROWS;
    const here = value.length > most ? [`${name}: ${value.length}`] : [];
    return [...here, ...value.flatMap((each) => tooLong(each, name))];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => tooLong(member, key));
}
