import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { readInventory } from '#auth';
import { isReading, CHANGES_NOTHING } from './examples.js';
import { requestFor } from './request-for.js';
import type { Fixtures, Scene } from './scene.js';
import { STAGED_ROWS } from './staged-rows.js';
import { type ApiAnswer, inParallel, send, Tokens } from './http.js';
import { type MatrixRow, type Outcome, readMatrix } from './matrix.js';
import { describePerson, peopleFor, type Person, REASON, type Target, targetsOf, tokenOf } from './people.js';
import { type QuietTenants, startQuietTenants } from './quiet-app.js';
import { makeFixtures, missingFrom, sceneOf } from './stage.js';
import { changedTables, TableState } from './table-state.js';

const matrix = readMatrix();
const GUARD_CODES = ['permission_missing', 'role_missing', 'access_reason_required', 'people_only'];
const REMEDY = {
  remedy: 'The body that the API document describes is refused: give one in test/access/examples.ts.',
};
/** What reading itself leaves behind. */
const TRACES_OF_READING = new Set([
  'access.denied',
  'access.support_visit',
  'audit.exported',
  'operations.debug_bundle_made',
  'privacy.export_downloaded',
]);
/** Lines whose refusal is decided behind the guard, by whom the request is about: those are not written down. */
const REFUSED_BY_SERVICE = new Set([
  'DELETE {org}/members/:userId (another)',
  'PATCH {org}/members/:userId (to o:admin)',
  'POST /api/v1/privacy/exports (of another)',
  'POST /api/v1/privacy/erasures (of another)',
  'POST /api/v1/privacy/requests (of another)',
]);

describe('the matrix', () => {
  let world: QuietTenants;
  let fixtures: Fixtures;
  let tokens: Tokens;
  let state: TableState;
  let pristine: Map<string, string>;
  let requests = 0;

  beforeAll(async () => {
    world = await startQuietTenants({ spares: 24 });
    fixtures = await makeFixtures(world);
    tokens = new Tokens(world.clerk);
    state = await TableState.save(world.database);
    pristine = await state.read();
  }, 120_000);

  afterAll(() => world.close());

  it('has a line for every route and a route for every line', () => {
    const routes = readInventory(world.app.get(DiscoveryService, { strict: false }));
    expect(missingFrom(matrix, routes)).toEqual([]);
  });

  it('notices a route that nobody wrote down, and a line whose route is gone', () => {
    const routes = readInventory(world.app.get(DiscoveryService, { strict: false }));
    const seeded = { method: 'POST', path: '/api/v1/backdoor', handler: 'Seeded.open', policy: null };
    const known = missingFrom(matrix, routes);
    const news = (changed: typeof routes) =>
      missingFrom(matrix, changed).filter((each) => !known.includes(each));
    expect(news([...routes, seeded])).toEqual(['POST /api/v1/backdoor (Seeded.open) is not in matrix.yaml']);
    expect(news(routes.filter(({ path }) => path !== '/api/v1/me'))).toEqual([
      'the line "GET /api/v1/me" of matrix.yaml has no route',
    ]);
  });

  describe.each(matrix.map((row): [string, MatrixRow] => [row.name, row]))('%s', (_, row) => {
    it('answers each person as the line says, and changes nothing where it says no', async () => {
      // What names no organization is asked once for each.
      const targets = targetsOf(world).filter((_, index) => isAboutTenant(row) || index % 2 === 0);
      for (const target of targets) await walk(row, target);
    });
  });

  it('shuts a suspended organization for its own people, on every line, and stays silent towards others', async () => {
    await world.database.query(`update organizations set status = 'suspended'`);
    const suspended = await state.read();
    for (const target of targetsOf(world)) {
      const people = peopleFor(world, target).filter(({ column }) =>
        ['o:admin', 'manager', 'other', 'nobody'].includes(column),
      );
      const wanted = matrix.filter(({ path }) => path.includes(':organizationId'));
      await inParallel(wanted, 8, async (row) => {
        for (const person of people) {
          const { status, text } = await ask(row, target, person);
          const { code } = JSON.parse(text) as { code: string };
          const isOwn =
            !['other', 'nobody'].includes(person.column) &&
            // They know the organization whatever else they know; and, as it is not archived here, the property they work on.
            (row.cells.get(person.column) !== '404' ||
              !row.name.includes('{property}') ||
              ['manager', 'staff', 'viewer'].includes(person.column));
          expect([row.name, person.column, status, code]).toEqual([
            row.name,
            person.column,
            ...(isOwn ? [403, 'organization_suspended'] : [404, 'not_found']),
          ]);
        }
      });
    }
    const after = await state.read();
    expect(changedTables(suspended, after)).toEqual([]);
    await state.restore(pristine, after);
  });

  it('is walked with thousands of requests', () => {
    expect(requests).toBeGreaterThan(matrix.length * 60);
  });

  it('has gone back to where it began', async () => {
    expect(changedTables(pristine, await state.readAll())).toEqual([]);
  });

  async function walk(row: MatrixRow, target: Target): Promise<void> {
    const people = peopleFor(world, target);
    const [changing, quiet] = partition(people, (person) => changes(row, person));
    const at = `${row.name} on ${target.tenant.slug}/${target.place.slug}`;
    await stage(row, sceneOf(world, fixtures, target, people[0]!));
    const before = await state.read();
    const denials = await state.auditCounts();
    const answers = await inParallel(quiet, 8, (person) => attempt(row, target, person));
    expect({ at, changed: changedTables(before, await state.read()) }).toEqual({ at, changed: [] });
    await expectTraces(row, denials, answers);
    await state.restore(pristine, before);

    for (const person of changing) {
      await stage(row, sceneOf(world, fixtures, target, person));
      const staged = await state.read();
      await attempt(row, target, person);
      const after = await state.read();
      if (!CHANGES_NOTHING.has(row.name)) {
        expect({
          at,
          person: describePerson(person),
          changed: changedTables(staged, after).length > 0,
        }).toEqual({
          at,
          person: describePerson(person),
          changed: true,
        });
      }
      await state.restore(pristine, after);
    }
    expect(changedTables(pristine, await state.read())).toEqual([]);
    await expectGuards(row, target, changing[0] ?? people[0]!);
  }

  async function stage(row: MatrixRow, scene: Scene): Promise<void> {
    const wanted = STAGED_ROWS[row.name]?.(scene);
    if (wanted !== undefined) await world.database.query(wanted.sql, wanted.parameters);
  }

  /** Sends the line's request as a person and compares the answer with the cell. */
  async function attempt(row: MatrixRow, target: Target, person: Person): Promise<ApiAnswer> {
    const answer = await ask(row, target, person);
    const what = {
      line: row.name,
      on: `${target.tenant.slug}/${target.place.slug}`,
      as: describePerson(person),
    };
    const expected = expectedOf(row, person);
    const seen = { ...what, outcome: outcomeOf(answer) };
    if (seen.outcome !== expected)
      expect({ ...seen, answer: answer.text, ...(answer.status === 400 && REMEDY) }).toEqual({
        ...what,
        outcome: expected,
      });
    if (answer.status >= 400) expectProblem(answer);
    return answer;
  }

  async function ask(
    row: MatrixRow,
    target: Target,
    person: Person,
    claims?: Record<string, unknown>,
  ): Promise<ApiAnswer> {
    requests += 1;
    const request = requestFor(row, sceneOf(world, fixtures, target, person));
    const headers = { ...request.headers, ...(person.reason && REASON) };
    const token = tokenOf(person, tokens, claims);
    const answer = await send(world.url, { ...request, headers }, token);
    // Whoever is told it, and whether they may or not: it is somebody's, and no cache on the way may keep it.
    const caching = answer.headers.get('cache-control');
    if (caching !== 'no-store') expect([row.name, caching]).toEqual([row.name, 'no-store']);
    return answer;
  }

  /** Whoever may do it may not with an old proof of identity or in another person's name, where the line says so. */
  async function expectGuards(row: MatrixRow, target: Target, person: Person): Promise<void> {
    if (person.email === null) return;
    const changed = async (claims: Record<string, unknown>) => {
      const answer = await ask(row, target, person, claims);
      const { code } = JSON.parse(answer.text || '{}') as { code?: string };
      await state.restore(pristine, await state.read());
      return code;
    };
    if (row.needsFreshProof) expect(await changed({ fva: [11, -1] })).toBe('reverification_required');
    if (row.notImpersonated) {
      const act = { sub: 'user_000000000000000000000000000' };
      expect(await changed({ act })).toBe('impersonation_refused');
    }
  }

  /** Each refusal by the guard is written down, and nothing else but visits is. */
  async function expectTraces(
    row: MatrixRow,
    before: Map<string, number>,
    answers: readonly ApiAnswer[],
  ): Promise<void> {
    const after = await state.auditCounts();
    const grown = [...after]
      .filter(([action, count]) => count !== (before.get(action) ?? 0))
      .map(([action]) => action);
    expect(grown.filter((action) => !TRACES_OF_READING.has(action))).toEqual([]);
    if (REFUSED_BY_SERVICE.has(row.name)) return;
    const refused = answers.filter(
      ({ status, text }) => status === 403 && GUARD_CODES.some((code) => text.includes(`"${code}"`)),
    );
    const written = (after.get('access.denied') ?? 0) - (before.get('access.denied') ?? 0);
    expect(written).toBeGreaterThanOrEqual(refused.length);
  }
});

/** On a line that names an organization, platform staff without a reason are refused whatever the cell says. */
function expectedOf(row: MatrixRow, { column, reason }: Person): Outcome {
  const cell = row.cells.get(column)!;
  const isStaff = ['owner', 'admin', 'oper', 'compl'].includes(column);
  if (isStaff && !reason && (cell === 'why' || row.path.includes(':organizationId'))) return 'no';
  return cell === 'why' ? 'yes' : cell;
}

function isAboutTenant({ path }: MatrixRow): boolean {
  return path.includes(':organizationId') || path.startsWith('/api/v1/access/');
}

function changes(row: MatrixRow, person: Person): boolean {
  return !isReading(row) && expectedOf(row, person) === 'yes';
}

function outcomeOf({ status }: ApiAnswer): string {
  if (status >= 200 && status < 300) return 'yes';
  switch (status) {
    case 403:
      return 'no';
    case 409:
      return 'last';
    default:
      return String(status);
  }
}

function expectProblem(answer: ApiAnswer): void {
  const problem = JSON.parse(answer.text) as Record<string, unknown>;
  expect(answer.contentType).toMatch(/^application\/problem\+json/);
  expect(problem).toEqual(
    expect.objectContaining({
      status: answer.status,
      title: expect.any(String),
      code: expect.stringMatching(/^[a-z_]+$/),
      requestId: answer.headers.get('x-request-id'),
    }),
  );
  if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
