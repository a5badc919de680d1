import { inSpansOf } from '#libs/telemetry';
import { timed } from './slow-statements.js';
import { isGivenName } from './reused-statements.js';
import { nameOfStatement } from './statement-name.js';
import type { FilledStatement, NamedStatement } from './statement-batch.js';

const ATTRIBUTES = { 'db.system.name': 'postgresql' } as const;

/** Measures statements that go together, each under its name, as parts of the current span. */
export function inStatementSpans<T>(
  statements: readonly FilledStatement[],
  work: () => Promise<T>,
): Promise<T> {
  return inSpansOf(
    () => {
      const counts = new Map<string, number>();
      for (const { statement } of statements) {
        const name = labelOf(statement);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return [...counts].map(([name, count]) => ({
        name,
        kind: 'client' as const,
        attributes: count === 1 ? ATTRIBUTES : { ...ATTRIBUTES, 'db.operation.batch.size': count },
      }));
    },
    () => timed(() => statements.map(({ statement }) => labelOf(statement)), work),
  );
}

/** What people read: a name that says nothing is left for what the statement does. */
function labelOf({ name, text }: NamedStatement): string {
  return isGivenName(name) ? name : nameOfStatement(text);
}
