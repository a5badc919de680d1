import type { UnitOfWork } from './unit-of-work.js';

/**
 * Has statements that read whole tables join them as a whole. Row-level security has the planner think of a single row, and
 * it would look up each of a million rows by itself. Within `work` nothing else is to be asked: look-ups need the loop.
 *
 * Works in the open transaction; when it fails, so does the transaction, and the setting goes with it.
 */
export async function joinByHash<T>(unitOfWork: UnitOfWork, work: () => Promise<T>): Promise<T> {
  await setNestedLoops(unitOfWork, 'off');
  const result = await work();
  await setNestedLoops(unitOfWork, 'on');
  return result;
}

async function setNestedLoops(unitOfWork: UnitOfWork, state: 'on' | 'off'): Promise<void> {
  await unitOfWork.manager().query(`select set_config('enable_nestloop', $1, true)`, [state]);
}
