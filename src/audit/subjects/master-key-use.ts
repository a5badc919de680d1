import type { UnitOfWork } from '#libs/database';
import { masterKeyId } from '#libs/personal-data';
import { AUDIT } from '../audit.scope.js';

/** Which master keys wrap the keys of people. */
export interface MasterKeyUse {
  readonly hasPresent: boolean;
  readonly hasPrevious: boolean;
  /** Some are wrapped by neither, so that nobody can open them. */
  readonly hasForeign: boolean;
  /** When the key was made that a service makes with its first start; null: none has started. */
  readonly firstAt: Date | null;
}

/** Jumps from one master key to the next along the index; the first row is that of the first start, whose id is all zeros. */
const USE = `
  with recursive used as (
    (select master_key_id as id from subject_keys where master_key_id is not null order by master_key_id limit 1)
    union all
    select (select master_key_id from subject_keys where master_key_id > used.id order by master_key_id limit 1)
      from used where used.id is not null)
  select array_remove(array_agg(id), null) as ids,
         (select created_at from subject_keys order by user_id limit 1) as "firstAt" from used`;

/** Looks by which master keys the keys of people are wrapped. */
export async function masterKeyUse(
  unitOfWork: UnitOfWork,
  masterKey: Uint8Array,
  previousMasterKey: Uint8Array | undefined,
): Promise<MasterKeyUse> {
  const [row] = await unitOfWork.run(AUDIT, () =>
    unitOfWork.manager().query<{ ids: string[] | null; firstAt: Date | null }[]>(USE),
  );
  const ids = row?.ids ?? [];
  const present = masterKeyId(masterKey);
  const previous = previousMasterKey && masterKeyId(previousMasterKey);
  return {
    hasPresent: ids.includes(present),
    hasPrevious: ids.some((id) => id === previous),
    hasForeign: ids.some((id) => id !== present && id !== previous),
    firstAt: row?.firstAt ?? null,
  };
}
