/**
 * A plan of the queue's library brings its own transaction, and builds indexes outside of it so that nobody waits. Here
 * the migration's transaction stays the only one: the table is small, and half a schema would be worse than a wait.
 */
export function withoutTransaction(plan: string): string {
  return plan
    .replace(/^\s*BEGIN;/, '')
    .replace(/^\s*COMMIT;?\s*$/m, '')
    .replaceAll(/\bINDEX CONCURRENTLY\b/g, 'INDEX');
}
