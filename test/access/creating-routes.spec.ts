import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { readInventory } from '#auth';
import { IdempotencyStore } from '#libs/http';
import { requestFor } from './request-for.js';
import type { Fixtures } from './scene.js';
import { STAGED_ROWS } from './staged-rows.js';
import { type ApiAnswer, send, Tokens } from './http.js';
import { type MatrixRow, readMatrix } from './matrix.js';
import { peopleFor, REASON, targetsOf } from './people.js';
import { type QuietTenants, startQuietTenants } from './quiet-app.js';
import { makeFixtures, sceneOf } from './stage.js';
import { changedTables, TableState } from './table-state.js';

/** Every other POST of the inventory, and why a repetition of it has no second effect. */
const MAKES_NOTHING: Readonly<Record<string, string>> = {
  'POST /api/v1/users/:userId/ban': 'a state is set',
  'POST /api/v1/users/:userId/unban': 'a state is set',
  'POST /api/v1/users/:userId/sessions/revoke': 'what is open is ended',
  'POST /api/v1/organizations/:organizationId/ownership-transfer': 'a state is set',
  'POST /api/v1/organizations/:organizationId/properties/:propertyId/management-transfer': 'a state is set',
  'POST /api/v1/organizations/:organizationId/suspend': 'a state is set',
  'POST /api/v1/organizations/:organizationId/reinstate': 'a state is set',
  'POST /api/v1/organizations/:organizationId/properties/:propertyId/restore': 'a state is set',
  'POST /api/v1/organizations/:organizationId/invitations/:invitationId/adopt': 'a state is set',
  'POST /api/v1/organizations/:organizationId/properties/:propertyId/invitations/:invitationId/adopt':
    'a state is set',
  'POST /api/v1/privacy/subjects/find': 'a question',
  'POST /api/v1/privacy/findings/:findingId/decide': 'a state is set',
  'POST /api/v1/organizations/:organizationId/event-endpoints/:endpointId/secret': 'a state is set',
  'POST /api/v1/organizations/:organizationId/event-endpoints/:endpointId/test': 'nothing is kept of it',
  'POST /api/v1/organizations/:organizationId/event-endpoints/:endpointId/replay':
    'what was sent is sent again',
  'POST /api/v1/event-endpoints/:endpointId/secret': 'a state is set',
  'POST /api/v1/event-endpoints/:endpointId/test': 'nothing is kept of it',
  'POST /api/v1/event-endpoints/:endpointId/replay': 'what was sent is sent again',
  'POST /api/v1/organizations/:organizationId/grants/bulk':
    'grants are set, each by its place, person and role',
  'POST /api/v1/platform/permissions/plan': 'a question',
  'POST /api/v1/operations/doctor': 'a question',
  'POST /api/v1/operations/debug-bundle': 'a question, of which nothing is kept',
  'POST /api/v1/access/check': 'a question',
  'POST /api/v1/page-visits': 'a cookie is given, and nothing kept of it',
  'POST /api/v1/access/check/batch': 'a question',
  'POST /api/v1/access/explain': 'a question',
  'POST /api/webhooks/clerk': 'known by the id of the message',
  'POST /api/v1/sync/alarms/:alarmId/clear': 'a state is set',
  'POST /api/v1/sync/events/:eventId/replay': 'an event is applied once more, which changes nothing',
  'POST /api/v1/sync/events/replay': 'events are applied once more, which changes nothing',
  'POST /api/v1/sync/reconciliations/:reconciliationId/apply': 'a plan is applied once',
  'POST /api/v1/sync/schedule/:job/run': 'one run at a time',
  'POST /api/v1/usage/days/:day/roll-up': 'a day is counted anew',
  'POST /api/v1/usage/months/:month/close': 'a month is closed once',
  'POST /api/v1/privacy/erasures/:erasureId/cancel': 'a state is set',
  'POST /api/v1/privacy/erasures/:erasureId/approve': 'a state is set',
  'POST /api/v1/privacy/bulk/:bulkId/cancel': 'a state is set',
  'POST /api/v1/privacy/bulk/:bulkId/approve': 'a state is set',
  'POST /api/v1/privacy/requests/:requestId/extend': 'a state is set',
  'POST /api/v1/privacy/requests/:requestId/resolve': 'a state is set',
  'POST /api/v1/privacy/requests/:requestId/withdraw': 'a state is set',
  'POST /api/v1/organizations/:organizationId/data-erasures/:erasureId/approve': 'a state is set',
  'POST /api/v1/organizations/:organizationId/data-erasures/:erasureId/cancel': 'a state is set',
};
const matrix = readMatrix();

describe('a POST that makes something', () => {
  let world: QuietTenants;
  let fixtures: Fixtures;
  let tokens: Tokens;
  let state: TableState;
  let pristine: Map<string, string>;
  let takesKey: Set<string>;

  beforeAll(async () => {
    world = await startQuietTenants({ spares: 24 });
    fixtures = await makeFixtures(world);
    tokens = new Tokens(world.clerk);
    state = await TableState.save(world.database);
    pristine = await state.read();
    takesKey = await routesWithKey(world.url);
  }, 120_000);

  afterAll(() => world.close());

  it('takes an Idempotency-Key, as its description says; whoever takes none is known to make nothing', () => {
    const posts = readInventory(world.app.get(DiscoveryService, { strict: false }))
      .filter(({ method }) => method === 'POST')
      .map(({ method, path }) => `${method} ${path}`);
    const known = [...takesKey, ...Object.keys(MAKES_NOTHING)];
    expect(posts.filter((route) => !known.includes(route))).toEqual([]);
    expect(known.filter((route) => !posts.includes(route))).toEqual([]);
    expect(Object.keys(MAKES_NOTHING).filter((route) => takesKey.has(route))).toEqual([]);
  });

  it('is remembered with the commit that makes it, and answers a repetition with the same and no effect', async () => {
    const afterwards = vi.spyOn(
      world.app.get<{ remember(): Promise<void> }>(IdempotencyStore, { strict: false }),
      'remember',
    );
    const rows = matrix.filter(({ method, route }) => method === 'POST' && takesKey.has(route));
    expect(new Set(rows.map(({ route }) => route))).toEqual(takesKey);
    for (const row of rows) {
      afterwards.mockClear();
      const [first, second, changed] = await twice(row);
      const seen = {
        row: row.name,
        isMade: first.status < 300,
        again: second.status,
        replayed: second.headers.get('idempotent-replayed'),
        location: second.headers.get('location'),
        changed,
        isAfterwards: afterwards.mock.calls.length > 0,
      };
      expect(seen).toEqual({
        row: row.name,
        isMade: true,
        again: first.status,
        replayed: 'true',
        location: first.headers.get('location'),
        changed: [],
        isAfterwards: false,
      });
      const [made, told] = [first, second].map(({ text }) => JSON.parse(text) as Record<string, unknown>);
      expect(Object.keys(told!)).toHaveLength(1);
      expect(made).toMatchObject(told!);
    }
  }, 120_000);

  /** Sends a line's request twice with one key. @returns both answers, and what the second one changed */
  async function twice(row: MatrixRow): Promise<[ApiAnswer, ApiAnswer, string[]]> {
    const target = targetsOf(world)[0]!;
    const person = peopleFor(world, target).find(({ column, reason, email }) => {
      const cell = row.cells.get(column);
      return email !== null && (cell === 'yes' || (cell === 'why' && reason));
    })!;
    const scene = sceneOf(world, fixtures, target, person);
    const wanted = STAGED_ROWS[row.name]?.(scene);
    if (wanted !== undefined) await world.database.query(wanted.sql, wanted.parameters);
    const request = requestFor(row, scene);
    const headers = {
      ...request.headers,
      ...(row.path.includes(':organizationId') && REASON),
      'idempotency-key': 'one',
    };
    const ask = () => send(world.url, { ...request, headers }, tokens.of(person.email!));
    const first = await ask();
    const between = await state.read();
    const second = await ask();
    const after = await state.read();
    await state.restore(pristine, after);
    return [first, second, changedTables(between, after)];
  }
});

/** The POST routes that name the header in the description of the API. */
async function routesWithKey(url: string): Promise<Set<string>> {
  const answer = await fetch(`${url}/openapi.json`);
  const { paths } = (await answer.json()) as {
    paths: Record<string, { post?: { parameters?: { name: string }[] } }>;
  };
  return new Set(
    Object.entries(paths)
      .filter(([, { post }]) => post?.parameters?.some(({ name }) => name === 'Idempotency-Key'))
      .map(([route]) => `POST ${route.replace(/\{(\w+)\}/g, ':$1')}`),
  );
}
