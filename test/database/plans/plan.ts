import type { Client } from 'pg';
import type { RecordedStatement } from './statement-recorder.js';

/** A node of a plan, as `EXPLAIN (FORMAT JSON)` tells it; only what is looked at. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly 'Actual Loops'?: number;
  readonly 'Actual Rows'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** What is wrong with how a statement would be done, and which indexes it goes through. */
export interface PlanFindings {
  readonly indexes: readonly string[];
  /** Tables that are read as a whole, by sequence or by throwing away most of what an index gives. */
  readonly wholeReads: readonly string[];
}

/** More of a table's rows than this are looked at and thrown away: an index that would find them is missing. */
const MOST_THROWN_AWAY = 0.2;

/**
 * Plans a statement as the runtime role, in the scope in which the service sent it, and reads with it for real; what it
 * would write is planned only.
 *
 * @param rows how many rows each table has that is looked at
 */
export async function findingsOf(
  client: Client,
  { text, values, scope }: RecordedStatement,
  rows: ReadonlyMap<string, number>,
): Promise<PlanFindings> {
  await client.query('begin');
  try {
    if (scope.length === 3) {
      await client.query(
        `select set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true),
                set_config('app.scope_user', $3, true)`,
        [...scope],
      );
    }
    const isRead =
      /^\s*select/i.test(text) || (/^\s*with/i.test(text) && !/\b(insert|update|delete)\b/i.test(text));
    const options = isRead ? 'analyze, timing off, summary off, format json' : 'format json';
    const answer = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (${options}) ${text}`,
      [...values],
    );
    const nodes = flatten(answer.rows[0]!['QUERY PLAN'][0].Plan);
    return {
      indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
      wholeReads: nodes.flatMap((node) => wholeRead(node, rows) ?? []),
    };
  } finally {
    await client.query('rollback');
  }
}

function wholeRead(node: PlanNode, rows: ReadonlyMap<string, number>): string | undefined {
  const relation = node['Relation Name'];
  const size = relation === undefined ? undefined : rows.get(relation);
  if (relation === undefined || size === undefined) return undefined;
  // A scan of a table that is cut off at once, such as `limit 1` without a condition, reads nothing as a whole.
  const seen =
    (node['Actual Loops'] ?? 1) * ((node['Actual Rows'] ?? size) + (node['Rows Removed by Filter'] ?? 0));
  if (node['Node Type'] === 'Seq Scan' && seen > MOST_THROWN_AWAY * size) return `${relation} in sequence`;
  const thrown = (node['Actual Loops'] ?? 0) * (node['Rows Removed by Filter'] ?? 0);
  return thrown > MOST_THROWN_AWAY * size
    ? `${relation} through ${node['Index Name'] ?? node['Node Type']}`
    : undefined;
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
