import type { ReconciliationContext, RunProgress } from '../records/reconciliation-context.js';

/**
 * Does several works of one run at once. They commit one after the other, since each reads and writes the row of the
 * run; when one fails the others stop and are waited for; and they report as one.
 *
 * @throws what the first one threw that failed
 */
export async function sideBySide<T>(
  context: ReconciliationContext,
  works: readonly ((side: ReconciliationContext) => Promise<T>)[],
): Promise<T[]> {
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  const commit = inTurn(context.commit);
  const parts: (RunProgress | undefined)[] = works.map(() => undefined);
  const results = await Promise.allSettled(
    works.map(async (work, index) => {
      const report = (part: RunProgress) => {
        parts[index] = part;
        context.report(together(parts));
      };
      try {
        return await work({ signal, commit, report });
      } catch (error) {
        ending.abort(error);
        throw error;
      }
    }),
  );
  if (ending.signal.aborted) throw ending.signal.reason;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Each begins when the one before has ended, however it ended. */
function inTurn(commit: ReconciliationContext['commit']): ReconciliationContext['commit'] {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>) => {
    const mine = last.then(() => commit(work));
    last = mine.catch(() => undefined);
    return mine;
  };
}

function together(parts: readonly (RunProgress | undefined)[]): RunProgress {
  const begun = parts.filter((part) => part !== undefined);
  const sum = (of: (part: RunProgress) => number) => begun.reduce((total, part) => total + of(part), 0);
  return {
    phase: begun.map(({ phase }) => phase).join(', '),
    done: sum(({ done }) => done),
    total: sum(({ total }) => total),
  };
}
