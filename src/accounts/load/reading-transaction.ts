import type { UnitOfWork } from '#libs/database';
import { ACCOUNTS } from '../accounts.scope.js';

const ROWS_AT_ONCE = 500;

/** Ends a transaction that is to leave nothing. */
class NothingKept extends Error {}

/**
 * Runs the reading of a file in one transaction. Rows are told of as they are read, so it is not one that may be repeated:
 * it waits for nobody.
 *
 * @param read answers whether what it wrote is kept
 */
export async function inReadingTransaction(
  unitOfWork: UnitOfWork,
  read: () => Promise<boolean>,
): Promise<void> {
  let isBegun = false;
  try {
    await unitOfWork.run(ACCOUNTS, async () => {
      if (isBegun) throw new Error('the file was read already');
      isBegun = true;
      if (!(await read())) throw new NothingKept();
    });
  } catch (error) {
    if (!(error instanceof NothingKept)) throw error;
  }
}

/** A few hundred at a time, so that a file of any size is read in the same memory. */
export async function* bites<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let bite: T[] = [];
  for await (const item of items) {
    bite.push(item);
    if (bite.length < ROWS_AT_ONCE) continue;
    yield bite;
    bite = [];
  }
  if (bite.length > 0) yield bite;
}
