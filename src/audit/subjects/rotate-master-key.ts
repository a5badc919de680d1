import { UnitOfWork } from '#libs/database';
import { masterKeyId, PersonalDataError, unwrapDataKey, wrapDataKey } from '#libs/personal-data';
import { SubjectKeysStore } from './subject-keys.store.js';
import { AUDIT } from '../audit.scope.js';

const BATCH = 500;

/**
 * Wraps every person's key anew, batch by batch, each in a transaction of its own: it may be stopped and run again at
 * any time. What the keys have sealed stays as it is.
 *
 * @returns how many were wrapped anew
 * @throws PersonalDataError when keys are wrapped by neither master key
 */
export async function rotateMasterKey(
  unitOfWork: UnitOfWork,
  oldKey: Uint8Array,
  newKey: Uint8Array,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  const keys = new SubjectKeysStore(unitOfWork);
  const [oldId, nextId] = [masterKeyId(oldKey), masterKeyId(newKey)];
  const inBatch = <T>(work: () => Promise<T>) => unitOfWork.run(AUDIT, work);
  const total = await inBatch(() => keys.countWrappedBy(oldId));
  const foreign = await inBatch(() => keys.countForeign([oldId, nextId]));
  if (foreign > 0) {
    throw new PersonalDataError(`${foreign} keys are wrapped by a master key that was not given`);
  }
  if (oldId === nextId) return 0;
  const rewrapSome = async (): Promise<number> => {
    const rows = await keys.lockWrappedBy(oldId, BATCH);
    for (const { userId, subjectId, wrappedKey } of rows) {
      if (subjectId === null || wrappedKey === null) continue;
      await keys.rewrap(userId, wrapDataKey(newKey, unwrapDataKey(oldKey, subjectId, wrappedKey)), nextId);
    }
    return rows.length;
  };
  let done = 0;
  for (let count = -1; count !== 0;) {
    count = await inBatch(rewrapSome);
    done += count;
    onProgress(done, Math.max(total, done));
  }
  return done;
}
