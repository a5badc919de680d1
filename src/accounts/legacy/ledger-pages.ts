import type { UnitOfWork } from '#libs/database';
import { ACCOUNTS } from '../accounts.scope.js';

/** As many as Clerk takes of one filter. */
const AT_ONCE = 100;

/**
 * Rows of the ledger page after page, in the order of their ids; each page is read in a transaction of its own, so that what
 * is done about one may take its time.
 *
 * @param list at most so many of those behind an id, in an open transaction
 */
export async function* ledgerPages<Row extends { readonly id: string }>(
  unitOfWork: UnitOfWork,
  list: (after: string | null, limit: number) => Promise<Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after: string | null = null; ;) {
    const page: Row[] = await unitOfWork.run(ACCOUNTS, () => list(after, AT_ONCE));
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield page;
  }
}
