import { Client } from 'pg';
import { tableOfPartition } from '../../support/table-of-partition.js';
import type { TestDatabase } from '../../support/test-database.js';
import type { RecordedStatement } from './statement-recorder.js';

/** A node of a plan, as `EXPLAIN (FORMAT JSON)` tells it; only what is looked at. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Loops'?: number;
  readonly 'Actual Rows'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface Explained {
  readonly 'Query Text'?: string;
  readonly Plan: PlanNode;
}

/** What is wrong with how a statement is done, and which indexes it goes through. */
export interface PlanFindings {
  readonly indexes: readonly string[];
  /** Tables of which more than a fifth is looked at, each with how and, inside of a function or a trigger, by what. */
  readonly wholeReads: readonly string[];
}

/** Whoever looks at more of a table than this part of its rows looks at more with every row that comes. */
const MUCH = 0.2;

/**
 * Plans statements as the runtime role, and does them for real in a transaction that is rolled back: what functions,
 * triggers and foreign keys do on the way is seen as well.
 */
export class Planner {
  private readonly nested: Explained[] = [];

  private constructor(
    private readonly client: Client,
    private readonly rows: ReadonlyMap<string, number>,
  ) {}

  /** @param rows how many rows each table has that is looked at */
  static async connect(database: TestDatabase, rows: ReadonlyMap<string, number>): Promise<Planner> {
    const [{ name }] = (await database.query<{ name: string }>('select current_database() as name')) as [
      { name: string },
    ];
    for (const [setting, value] of Object.entries({
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_nested_statements': 'on',
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_timing': 'off',
      'auto_explain.log_format': 'json',
      'auto_explain.log_level': 'notice',
    }))
      await database.query(`alter database ${name} set ${setting} = '${value}'`);
    const client = new Client({ connectionString: database.url });
    const planner = new Planner(client, rows);
    client.on('notice', ({ message }) => {
      const json = /plan:\s*(\{.*)$/s.exec(message ?? '')?.[1];
      if (json !== undefined) planner.nested.push(JSON.parse(json) as Explained);
    });
    await client.connect();
    // As on tables that are many times as large: what reads a whole one may be the cheaper way on a small one only.
    await client.query('set random_page_cost = 1.1; set jit = off; set statement_timeout = 60000');
    return planner;
  }

  end(): Promise<void> {
    return this.client.end();
  }

  /** What does not run any more, since the walk went on, is planned only. @throws Error when that fails as well */
  async findingsOf(statement: RecordedStatement, { planOnly }: { planOnly: boolean }): Promise<PlanFindings> {
    if (planOnly) return this.explain(statement, 'format json');
    try {
      return await this.explain(statement, 'analyze, timing off, summary off, format json');
    } catch {
      return this.explain(statement, 'format json');
    }
  }

  private async explain({ text, values, scope }: RecordedStatement, options: string): Promise<PlanFindings> {
    await this.client.query('begin');
    try {
      if (scope.length === 3) {
        await this.client.query(
          `select set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true),
                  set_config('app.scope_user', $3, true)`,
          [...scope],
        );
      }
      this.nested.length = 0;
      const answer = await this.client.query<{ 'QUERY PLAN': [Explained] }>(`explain (${options}) ${text}`, [
        ...values,
      ]);
      const plans = [
        answer.rows[0]!['QUERY PLAN'][0],
        ...this.nested.filter((plan) => plan['Query Text'] !== `explain (${options}) ${text}`),
      ];
      const nodes = plans.flatMap((plan) =>
        flatten(plan.Plan).map((node) => ({ node, within: plan['Query Text'] })),
      );
      return {
        indexes: nodes.flatMap(({ node }) => node['Index Name'] ?? []),
        wholeReads: nodes.flatMap(({ node, within }) => {
          const read = this.wholeRead(node);
          if (read === undefined) return [];
          return within === undefined
            ? read
            : `${read} within «${within.replace(/\s+/g, ' ').slice(0, 160)}»`;
        }),
      };
    } finally {
      await this.client.query('rollback');
    }
  }

  private wholeRead(node: PlanNode): string | undefined {
    const relation = tableOfPartition(node['Relation Name'] ?? '');
    const size = relation === undefined ? undefined : this.rows.get(relation);
    if (relation === undefined || size === undefined) return undefined;
    const how = node['Node Type'];
    if (how === 'ModifyTable') return undefined;
    const isPlannedOnly = node['Actual Loops'] === undefined;
    const each =
      (node['Actual Rows'] ?? 0) +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0);
    const seen = isPlannedOnly ? (how === 'Seq Scan' ? size : 0) : (node['Actual Loops'] ?? 0) * each;
    return seen > MUCH * size ? `${relation} by ${node['Index Name'] ?? how}` : undefined;
  }
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
