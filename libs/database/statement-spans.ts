import { inSpansOf } from '#libs/telemetry';
import { timed } from './slow-statements.js';
import { nameOfStatement } from './statement-name.js';
import type { FilledStatement } from './statement-batch.js';

const ATTRIBUTES = { 'db.system.name': 'postgresql' } as const;

/** Measures statements that go together, each under its name, as parts of the current span. */
export function measured<T>(statements: readonly FilledStatement[], work: () => Promise<T>): Promise<T> {
  return inSpansOf(
    () => {
      const counts = new Map<string, number>();
      for (const { statement } of statements)
        counts.set(statement.name, (counts.get(statement.name) ?? 0) + 1);
      return [...counts].map(([name, count]) => ({
        name,
        kind: 'client' as const,
        attributes: count === 1 ? ATTRIBUTES : { ...ATTRIBUTES, 'db.operation.batch.size': count },
      }));
    },
    () => timed(() => statements.map(({ statement }) => statement.name), work),
  );
}

/** Measures a statement that the ORM runs, under a name made of what it does and to which table. */
export function measuredText<T>(text: unknown, work: () => Promise<T>): Promise<T> {
  return inSpansOf(
    () => [{ name: nameOfStatement(text), kind: 'client', attributes: ATTRIBUTES }],
    () => timed(() => [nameOfStatement(text)], work),
  );
}
