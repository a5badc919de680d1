import { isReading } from '../../access/examples.js';
import { requestFor } from '../../access/request-for.js';
import { STAGED_ROWS } from '../../access/staged-rows.js';
import { inParallel, send, Tokens } from '../../access/http.js';
import { readMatrix, type MatrixRow } from '../../access/matrix.js';
import { peopleFor, type Person, REASON, type Target, targetsOf, tokenOf } from '../../access/people.js';
import type { QuietTenants } from '../../access/quiet-app.js';
import { makeFixtures, sceneOf } from '../../access/stage.js';
import { TableState } from '../../access/table-state.js';
import { until } from '../../support/test-app.js';
import { sqlStateOf } from '#libs/database';

/** What lists are asked for once more, one after the other; those that do not know a filter refuse it. */
const FILTERS = [
  'query=olivia',
  'email=olivia@harbour.test',
  'status=pending',
  'status=active',
  'state=dead',
  'open=true',
  'status=open',
  'outcome=denied',
  'action=property.updated',
  'from=2026-01-01T00:00:00Z',
  // Not in between: the ids of copied rows do not tell the time, as those of the service do.
  'to=2100-01-01T00:00:00Z',
  'limit=2',
];
const ASKING: ReadonlySet<string> = new Set(['owner', 'o:admin', 'manager', 'nobody', 'p-robot', 'pl-robot']);

/**
 * Sends every line of the matrix: what reads as one person of each kind who may and, where it lists, with filters and on
 * to the next page; what changes something once, undone afterwards.
 */
export async function walkRoutes(world: QuietTenants): Promise<void> {
  const fixtures = await makeFixtures(world);
  const tokens = new Tokens(world.clerk);
  const state = await TableState.save(world.database);
  const pristine = await state.read();
  const [target] = targetsOf(world) as [Target];
  const matrix = readMatrix();

  const ask = async (row: MatrixRow, person: Person, query = ''): Promise<string> => {
    const request = requestFor(row, sceneOf(world, fixtures, target, person));
    const headers = { ...request.headers, ...(person.reason && REASON) };
    const path =
      query === '' ? request.path : `${request.path}${request.path.includes('?') ? '&' : '?'}${query}`;
    const token = tokenOf(person, tokens);
    return (await send(world.url, { ...request, path, headers }, token)).text;
  };
  const allowed = (row: MatrixRow): Person[] => {
    const columns = new Set<string>();
    return peopleFor(world, target).filter((person) => {
      const cell = row.cells.get(person.column);
      const may = cell === 'yes' || cell === 'last' || (cell === 'why' && person.reason);
      // Staff who name no organization need no reason, and those who do always give one.
      if (!may || columns.has(person.column)) return false;
      if (
        row.path.includes(':organizationId') &&
        person.email?.endsWith('@tenantry.test') === true &&
        !person.reason
      )
        return false;
      columns.add(person.column);
      return true;
    });
  };
  /** One of each kind of scope: staff, an owner, somebody of one property, somebody without anything. */
  const asking = (row: MatrixRow): Person[] => {
    const people = allowed(row);
    const chosen = people.filter(({ column }) => ASKING.has(column));
    return chosen.length === 0 ? people.slice(0, 1) : chosen;
  };

  await inParallel(matrix.filter(isReading), 4, async (row) => {
    for (const person of asking(row)) {
      const text = await ask(row, person);
      if (row.method !== 'GET' || !/"nextCursor"/.test(text)) continue;
      const { nextCursor } = JSON.parse(await ask(row, person, 'limit=1')) as { nextCursor?: string };
      if (nextCursor != null) await ask(row, person, `limit=1&cursor=${encodeURIComponent(nextCursor)}`);
      for (const filter of FILTERS) await ask(row, person, filter);
    }
  });
  for (const row of matrix.filter((each) => !isReading(each))) {
    const people = allowed(row);
    const person = people.find(({ column }) => column === 'o:admin') ?? people[0];
    if (person === undefined) continue;
    const scene = sceneOf(world, fixtures, target, person);
    const wanted = STAGED_ROWS[row.name]?.(scene);
    if (wanted !== undefined) await world.database.query(wanted.sql, wanted.parameters);
    await ask(row, person);
    await state.restore(pristine, await state.read());
  }
  await askAgain(world, tokens, target);
  // The service measures tables meanwhile, in another order: one of both may be the victim of a deadlock.
  await until('the copies are dropped', () =>
    world.database.query('drop schema if exists saved cascade').then(
      () => true,
      (error: unknown) => {
        if (sqlStateOf(error) !== '40P01') throw error;
        return false;
      },
    ),
  );
}

/** With a key that makes requests repeatable, also one that fails; and who may do what on the platform. */
async function askAgain(world: QuietTenants, tokens: Tokens, { tenant }: Target): Promise<void> {
  const token = tokens.of(tenant.admin);
  const path = `/api/v1/organizations/${tenant.id}/properties`;
  for (const slug of ['again', 'again', 'Not A Slug', tenant.places[0].slug])
    await send(
      world.url,
      {
        method: 'POST',
        path,
        body: { name: 'Again', slug },
        headers: { 'idempotency-key': `walk-${slug.length}` },
      },
      token,
    );
  const owner = tokens.of('owner@tenantry.test');
  const permission = 'platform:users:read';
  const userId = world.idOf('admin@tenantry.test');
  await send(world.url, { method: 'GET', path: `/api/v1/access/people?permission=${permission}` }, owner);
  await send(
    world.url,
    { method: 'POST', path: '/api/v1/access/explain', body: { permission, userId } },
    owner,
  );
}
