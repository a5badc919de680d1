import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { BUILT_IN_MODEL } from '#auth';
import { type Grant, organizationScope, platformScope, prepareSubject, propertyScope } from '#libs/authz';
import { type DataScope, UnitOfWork } from '#libs/database';
import { provenOrganization, provenPerson, provenPlatform, provenProperty } from '#libs/database/scopes';
import { AccessGuard } from '../../src/auth/access.guard.js';
import type { GuardedRequest } from '../../src/auth/caller.js';
import { canariesOf, leaksIn, sumOfTenant } from './canaries.js';
import { requestFor } from './request-for.js';
import type { Fixtures } from './scene.js';
import { inParallel, send, Tokens } from './http.js';
import { type MatrixRow, readMatrix } from './matrix.js';
import { peopleFor, REASON, targetsOf, tokenOf } from './people.js';
import { type QuietTenants, startQuietTenants } from './quiet-app.js';
import { makeFixtures, sceneOf } from './stage.js';
import { changedTables, TableState } from './table-state.js';
import type { Tenant } from './tenants.js';
import { swappedRequests } from './swaps.js';

const matrix = readMatrix().filter(({ path }) => path.includes(':organizationId'));

type ForgedRequest = GuardedRequest & { params: Record<string, string> };

/** `own`: the guard proves the organization that acts; `named`: the one of the path, in transactions of the one that acts. */
interface Forgery {
  readonly proves: 'own' | 'named';
}

/** Routes that work as the mirror, which row-level security lets see everything. */
const IN_SYSTEM_SCOPE = new Set(['POST {org}/members']);

/** Guard and row-level security must each hold when the other one is gone. */
describe('guard and row-level security, each alone,', () => {
  let world: QuietTenants;
  let fixtures: Fixtures;
  let tokens: Tokens;
  let state: TableState;
  let pristine: Map<string, string>;
  /** Whose organization the forged guard proves. */
  let acting: Tenant;

  beforeAll(async () => {
    world = await startQuietTenants({ spares: 24 });
    fixtures = await makeFixtures(world);
    tokens = new Tokens(world.clerk);
    state = await TableState.save(world.database);
    pristine = await state.read();
  }, 120_000);

  afterAll(() => world.close());

  it('with a guard that believes everybody, nothing of the other tenant shows or changes', async () => {
    await swapAsForged({ proves: 'own' }, matrix);
  }, 180_000);

  it('with stores that ask for the other tenant’s rows as well, row-level security alone shows and changes none', async () => {
    const seen = await swapAsForged(
      { proves: 'named' },
      matrix.filter(({ name }) => !IN_SYSTEM_SCOPE.has(name)),
    );
    expect(seen.get(200) ?? 0).toBeGreaterThan(20);
  }, 180_000);

  it('and without row-level security these requests do show the other tenant, so it was that', async () => {
    await setRowSecurity('disable');
    try {
      const rows = matrix.filter(({ name }) => name === 'GET {property}');
      await expect(swapAsForged({ proves: 'named' }, rows)).rejects.toThrow('leaks');
    } finally {
      await setRowSecurity('enable');
    }
  });

  /** Sends every swapped request past a guard that lets it in; fails on a foreign byte or a changed foreign row. */
  async function swapAsForged({ proves }: Forgery, rows: readonly MatrixRow[]): Promise<Map<number, number>> {
    const forged = forgeGuard(proves);
    const seen = new Map<number, number>();
    try {
      for (const target of targetsOf(world).filter((_, index) => index % 2 === 0)) {
        acting = target.tenant;
        const victim = world.other(acting);
        // What the forged proof itself says is no secret.
        const canaries = (await canariesOf(world.database, victim)).filter(
          (canary) => proves === 'own' || canary !== victim.id,
        );
        const before = await sumOfTenant(world.database, victim);
        for (const row of rows) {
          const scene = sceneOf(world, fixtures, target, { email: acting.admin });
          const swapped = swappedRequests(row, scene, {
            tenant: victim,
            place: victim.places[0],
            fixtures,
            userIds: [world.idOf(victim.admin), world.idOf(victim.spareMembers[0]!)],
            cursors: [],
          });
          await inParallel(swapped, 4, async (request) => {
            const { status, text } = await send(world.url, request, null);
            seen.set(status, (seen.get(status) ?? 0) + 1);
            const leaks = leaksIn(text, canaries, request);
            if (leaks.length > 0) expect({ row: row.name, request, text, leaks }).toEqual({ leaks: [] });
          });
          const after = await state.read();
          if (changedTables(pristine, after).length === 0) continue;
          const unharmed = (await sumOfTenant(world.database, victim)) === before;
          await state.restore(pristine, after);
          expect([row.name, unharmed]).toEqual([row.name, true]);
        }
      }
    } finally {
      forged.end();
    }
    // The guard was really gone.
    expect(seen.get(401)).toBeUndefined();
    return seen;
  }

  it('without row-level security, the guard still answers 404 to strangers on every line, and to whom the line says', async () => {
    await setRowSecurity('disable');
    try {
      for (const target of targetsOf(world)) {
        const people = peopleFor(world, target);
        await inParallel(matrix, 8, async (row) => {
          for (const person of people) {
            const cell = row.cells.get(person.column);
            if (cell !== '404' && cell !== 'no' && cell !== '401') continue;
            const request = requestFor(row, sceneOf(world, fixtures, target, person));
            const headers = { ...request.headers, ...(person.reason && REASON) };
            const token = tokenOf(person, tokens);
            const { status } = await send(world.url, { ...request, headers }, token);
            const silent = ['owner', 'admin', 'oper', 'compl'].includes(person.column) && !person.reason;
            // The property is not archived here: who has a role on it knows it on every line.
            const knows =
              row.name.includes('{property}') && ['manager', 'staff', 'viewer'].includes(person.column);
            const expected = silent || cell === 'no' || (cell === '404' && knows) ? 403 : Number(cell);
            expect([row.name, person.column, status]).toEqual([row.name, person.column, expected]);
          }
        });
      }
      expect(changedTables(pristine, await state.read())).toEqual([]);
    } finally {
      await setRowSecurity('enable');
    }
  });

  const listsWithoutPath = async (paths: readonly string[]): Promise<void> => {
    await setRowSecurity('disable');
    try {
      for (const tenant of world.tenants) {
        const canaries = await canariesOf(world.database, world.other(tenant));
        for (const path of paths) {
          const { status, text } = await send(world.url, { method: 'GET', path }, tokens.of(tenant.admin));
          expect({ path, status, leaks: leaksIn(text, canaries) }).toEqual({ path, status: 200, leaks: [] });
        }
      }
    } finally {
      await setRowSecurity('enable');
    }
  };

  it('without row-level security, one’s own view and list of organizations still hold one’s own things only', () =>
    listsWithoutPath(['/api/v1/me', '/api/v1/organizations']));

  /**
   * Puts a guard in place that asks nobody for anything: whatever organization the path names, it proves the one that acts, with
   * every right there is. The property is the one of the path.
   */
  function forgeGuard(proves: Forgery['proves']): { end(): void } {
    const discovery = world.app.get(DiscoveryService, { strict: false });
    const guard = discovery.getProviders().find(({ metatype }) => metatype === AccessGuard)
      ?.instance as AccessGuard;
    const unitOfWork = world.app.get(UnitOfWork);
    guard.canActivate = (context: ExecutionContext) => {
      forge(context.switchToHttp().getRequest<ForgedRequest>(), proves);
      return Promise.resolve(true);
    };
    if (proves === 'named') {
      const asActing = (scope: DataScope): DataScope =>
        scope.kind === 'organization' ? provenOrganization(acting.id) : scope;
      const run = unitOfWork.run.bind(unitOfWork);
      unitOfWork.run = (scope, work) => run(asActing(scope), work);
      const read = unitOfWork.read.bind(unitOfWork);
      unitOfWork.read = (scope, statement, values) => read(asActing(scope), statement, values);
    }
    // What was put on the instances hides the methods of their classes until it is taken off.
    return {
      end: () => {
        for (const forged of [guard, unitOfWork]) {
          for (const method of ['canActivate', 'run', 'read']) Reflect.deleteProperty(forged, method);
        }
      },
    };
  }

  async function setRowSecurity(what: 'enable' | 'disable'): Promise<void> {
    const tables = await world.database.query<{ name: string; forced: boolean }>(
      `select relname as name from pg_class where relforcerowsecurity and relnamespace = 'public'::regnamespace`,
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables)
      await world.database.query(`alter table ${name} ${what} row level security`);
  }

  function forge(request: ForgedRequest, proves: Forgery['proves']): void {
    const { organizationId, propertyId = acting.places[0].id } = request.params;
    const named = world.tenants.find(({ id, clerkId }) =>
      [clerkId, id, id.toUpperCase()].includes(organizationId ?? ''),
    );
    const own = proves === 'named' && named !== undefined ? named : acting;
    const userId = world.idOf(own.admin);
    const grant = (role: string, scope: Grant['scope']) => ({
      id: role,
      subjectId: userId,
      role,
      scope,
      givenAt: new Date(0),
    });
    const places = world.tenants.flatMap(({ id, places }) => [
      grant('org:admin', organizationScope(id)),
      ...places.map((place) => grant('property:manager', propertyScope(id, place.id))),
    ]);
    request.access = {
      caller: {
        kind: 'user',
        userId,
        clerkUserId: 'user_000000000000000000000000000',
        sessionId: 'sess_000000000000000000000000000',
        impersonator: null,
        accessReason: null,
        subject: prepareSubject(BUILT_IN_MODEL.roles, [grant('owner', platformScope), ...places]),
        model: BUILT_IN_MODEL,
        signIn: { factorAges: [0, 0], strategies: null, sessionBeganAt: new Date(), address: '127.0.0.1' },
        platformFaults: [],
      },
      person: provenPerson(userId),
      platform: provenPlatform(userId),
      organization: provenOrganization(own.id),
      property: provenProperty(own.id, propertyId),
    };
  }
});
