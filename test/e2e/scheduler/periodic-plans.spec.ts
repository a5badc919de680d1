import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { RevocationSource, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { PeriodicJobs } from '../../../src/scheduler/periodic-jobs.js';
import { RunsStore } from '../../../src/scheduler/runs.store.js';
import { InvitationReviewService } from '../../../src/tenants/invitations/invitation-review.service.js';
import { fill } from '../../bench/periodic/fill.mjs';
import { tableOfPartition } from '../../support/table-of-partition.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const PEOPLE = 8_000;
/** Tables with fewer rows are read whole by any planner. */
const GROWN = 1_500;
/** These read whole tables because that is what they are for. */
const READERS = /^(reconciliation|usage|audit\.verify)/;
/** Once a night each is read for what is three years old. */
const NIGHTLY = ['privacy_requests', 'privacy_exports', 'privacy_erasures', 'privacy_holds'];

interface Sent {
  readonly text: string;
  readonly values: unknown[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

describe('what is done again and again', () => {
  let app: TestApp;
  let grown: string[];

  beforeAll(async () => {
    app = await startTestApp({ variables: () => ({ ROLE: 'api', ARCHIVE_OWNED_AFTER_DAYS: '10' }) });
    const client = new pg.Client(app.database.superuserUrl);
    await client.connect();
    await fill(client, { people: PEOPLE, auditRows: 2_000, properties: 200 });
    await client.end();
    const tables = await app.database.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and reltuples >= $1`,
      [GROWN],
    );
    grown = tables.map(({ name }) => name);
  });

  afterAll(() => app.close());

  const part = <T>(token: abstract new (...given: never[]) => T): T => app.app.get(token, { strict: false });

  it('finds what is due by an index, whatever else a table holds', async () => {
    const unitOfWork = part(UnitOfWork);
    const commit = <T>(work: () => Promise<T>) => unitOfWork.run(systemScope('scheduler'), work);
    const { signal } = new AbortController();
    const context = { slot: new Date(), lastSuccessAt: null, signal, commit, conclude: commit };
    const { list } = part(PeriodicJobs);
    const works: [string, () => Promise<unknown>][] = [
      ['revocation watch', () => part(RevocationSource).listRecent()],
      ['invitation review', () => part(InvitationReviewService).next()],
      [
        'schedule',
        () =>
          commit(async () => {
            await part(RunsStore).listLatest(list.map(({ name }) => name));
            await part(RunsStore).listExpired();
          }),
      ],
      ...list
        .filter(({ name }) => !READERS.test(name))
        .map((job): [string, () => Promise<unknown>] => [job.name, () => job.run(context)]),
    ];
    const readers: string[] = [];
    for (const [name, work] of works) {
      for (const sent of await statementsOf(work)) {
        for (const table of await tablesReadWhole(sent)) {
          if (name === 'privacy.retention' && NIGHTLY.includes(table)) continue;
          readers.push(`${name} reads all of ${table}: ${sent.text.replaceAll(/\s+/g, ' ').slice(0, 160)}`);
        }
      }
    }
    expect(grown).toEqual(
      expect.arrayContaining(['users', 'invitations', 'webhook_deliveries', 'user_sessions']),
    );
    expect([...new Set(readers)]).toEqual([]);
  });

  /** Each different statement that some work sends. */
  async function statementsOf(work: () => Promise<unknown>): Promise<Sent[]> {
    const sent = new Map<string, Sent>();
    const proto = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
    const { query } = proto;
    proto.query = function (this: unknown, config: unknown, ...rest: unknown[]) {
      const text = typeof config === 'string' ? config : ((config as { text?: string } | null)?.text ?? '');
      const values = Array.isArray(rest[0]) ? rest[0] : (config as { values?: unknown[] } | null)?.values;
      if (/^\s*(?:select|insert|update|delete|with)\b/i.test(text) && !sent.has(text))
        sent.set(text, { text, values: values ?? [] });
      return query.call(this, config, ...rest);
    };
    try {
      await work();
    } finally {
      proto.query = query;
    }
    return [...sent.values()];
  }

  /** As the runtime role in the system's scope, which is what everything periodic works in. */
  async function tablesReadWhole({ text, values }: Sent): Promise<string[]> {
    const client = new pg.Client(app.database.url);
    await client.connect();
    try {
      await client.query(`begin; set local app.scope_kind = 'system'`);
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `explain (format json) ${text}`,
        values,
      );
      await client.query('rollback');
      return nodesOf(rows[0]!['QUERY PLAN'][0].Plan).flatMap((node) => {
        const table = tableOfPartition(node['Relation Name'] ?? '') ?? '';
        return node['Node Type'] === 'Seq Scan' && grown.includes(table) ? [table] : [];
      });
    } finally {
      await client.end();
    }
  }
});

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
