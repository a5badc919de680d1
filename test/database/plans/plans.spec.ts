import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Environment } from '#settings';
import { describedBodies } from '../../access/described-bodies.js';
import { startReplica } from '../../access/quiet-app.js';
import { startTenants, type Tenants } from '../../access/tenants.js';
import { ALLOWED_WHOLE_READS, USED_ELSEWHERE, VISITED_ELSEWHERE } from './exceptions.js';
import { grow } from './grow.js';
import { LASTING, ORDINARY, SEEDS } from './ordinary-rows.js';
import { Planner } from './planner.js';
import { type RecordedStatement, shapeOf, StatementRecorder } from './statement-recorder.js';
import { statementSites, VisitedSites } from './statement-sites.js';
import { walkRoutes } from './walk-routes.js';
import { walkWork } from './walk-work.js';

describe('on a database that has grown', () => {
  let world: Tenants;
  let statements: RecordedStatement[];
  let planner: Planner | undefined;
  const visited = new VisitedSites();
  /** Indexes that a plan goes through. */
  const used = new Set<string>();
  const wholeReads = new Set<string>();
  const unplanned: string[] = [];

  beforeAll(async () => {
    const recorder = new StatementRecorder().start();
    visited.start();
    try {
      world = await startTenants({ spares: 12 });
      await walk(world);
    } finally {
      visited.stop();
      statements = recorder.stop();
    }
    planner = await Planner.connect(world.database, await grow(world.database));
    for (const statement of statements) await plan(planner, statement);
  }, 600_000);

  afterAll(async () => {
    await planner?.end();
    await world.clerk.stop();
    await world.database.drop();
    rmSync(world.environment.dataDir, { recursive: true, force: true });
  });

  it('every function that sends statements is led through', () => {
    const sites = statementSites();
    // An import that lasts, on a busy machine, comes by one of those that others lead through.
    const missed = sites.filter((site) => !visited.sites.has(site) && !(site in VISITED_ELSEWHERE));
    expect(missed).toEqual([]);
    expect(sites).toEqual(expect.arrayContaining(Object.keys(VISITED_ELSEWHERE)));
  });

  it('no statement of the service looks at much of a table that grows, unless that is what it is for', () => {
    expect({ wholeReads: [...wholeReads].sort(), unplanned }).toEqual({ wholeReads: [], unplanned: [] });
  });

  it('no index is there that nothing goes through', async () => {
    const indexes = await world.database.query<{ name: string }>(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = 'public'::regnamespace and not i.indisunique order by 1`,
    );
    const idle = indexes.map(({ name }) => name).filter((name) => !used.has(name));
    expect(idle).toEqual(Object.keys(USED_ELSEWHERE).sort());
  });

  it('every foreign key is found from its other end through an index', async () => {
    const bare = await world.database.query<{ key: string }>(
      `select k.conrelid::regclass || ' ' || k.conname as key from pg_constraint k
        where k.contype = 'f' and k.connamespace = 'public'::regnamespace
          and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indpred is null
            and i.indkey[0] = any (k.conkey)) order by 1`,
    );
    expect(bare.map(({ key }) => key)).toEqual([]);
  });

  it('nothing is excepted that is not there any more', async () => {
    const shapes = statements.map(({ text }) => shapeOf(text));
    const stale = ALLOWED_WHOLE_READS.filter(({ text }) => !shapes.some((shape) => text.test(shape)));
    expect(stale).toEqual([]);
    const tables = await world.database.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    );
    const known = new Set(tables.map(({ name }) => name));
    const named = [LASTING, SEEDS, ORDINARY].flatMap((each) => Object.keys(each));
    expect(named.filter((table) => !known.has(table))).toEqual([]);
  });

  /** First every route of a service that does nothing by itself, then all that one does which is at work. */
  async function walk({ app, clerk, environment, ...rest }: Tenants): Promise<void> {
    await rest.jobsDone();
    await rest.settled();
    clerk.control.setWebhooks({ enabled: false });
    await app.close();
    const quiet = await startReplica(environment, 'api');
    try {
      const bodies = await describedBodies(quiet.url);
      await walkRoutes({ ...rest, ...quiet, bodies, clerk, environment, close: () => Promise.resolve() });
    } finally {
      await quiet.app.close();
    }
    const lifecycle = { ...environment.lifecycle, personalTenants: true, archiveOwnedAfterDays: 30 };
    const { masterKey } = environment;
    const working = await startReplica(new Environment({ ...environment, masterKey, lifecycle }), 'all');
    try {
      const [secret = ''] = environment.clerk.webhookSigningSecrets;
      clerk.control.setWebhooks({ enabled: true, url: `${working.url}/api/webhooks/clerk`, secret });
      await walkWork({ ...rest, ...working, clerk, environment });
    } finally {
      await working.app.close();
    }
  }

  async function plan(from: Planner, statement: RecordedStatement): Promise<void> {
    const shape = shapeOf(statement.text);
    const isAllowed = ALLOWED_WHOLE_READS.some(({ text }) => text.test(shape));
    try {
      const found = await from.findingsOf(statement, { planOnly: isAllowed });
      for (const index of found.indexes) used.add(index);
      const scope = statement.scope[0] ?? 'no scope';
      if (!isAllowed)
        for (const read of found.wholeReads) wholeReads.add(`${read} (${scope}): ${shape.slice(0, 900)}`);
    } catch (error) {
      unplanned.push(`${error instanceof Error ? error.message : ''}: ${shape.slice(0, 300)}`);
    }
  }
});
