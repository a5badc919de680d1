import type { UnitOfWork } from '#libs/database';

/**
 * A million people are sorted out in memory, and may take longer than a request that touches a few rows. Holds until the
 * open transaction ends.
 */
export async function allowLargeReads(unitOfWork: UnitOfWork): Promise<void> {
  await unitOfWork.manager().query(
    `select set_config('work_mem', '192MB', true), set_config('hash_mem_multiplier', '2', true),
              set_config('statement_timeout', '7500', true)`,
  );
}
