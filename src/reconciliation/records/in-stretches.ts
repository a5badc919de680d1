import type { ReconciliationContext } from './reconciliation-context.js';

/** What commits each stretch, and ends the work between two of them. */
export type Stretches = Pick<ReconciliationContext, 'commit' | 'signal'>;

/**
 * Goes through rows of any number in stretches along their key, each in a transaction of its own.
 *
 * @param work works on one stretch behind a key. @returns its last key; null: there is none left
 */
export async function inStretches<Key>(
  { commit, signal }: Stretches,
  first: Key,
  work: (after: Key) => Promise<Key | null>,
): Promise<void> {
  for (let after: Key | null = first; after !== null;) {
    const from: Key = after;
    signal.throwIfAborted();
    after = await commit(() => work(from));
  }
}
