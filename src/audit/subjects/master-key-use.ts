import type { UnitOfWork } from '#libs/database';
import { masterKeyId } from '#libs/personal-data';
import { AUDIT } from '../audit.scope.js';

/** How many keys of people each master key wraps. */
export interface MasterKeyUse {
  readonly present: number;
  readonly previous: number;
  /** Wrapped by neither, so that nobody can open them. */
  readonly foreign: number;
  /** When the oldest of them was made, which a service does with its first start; null: there is none. */
  readonly firstAt: Date | null;
}

/** Counts by which master key the keys of people are wrapped; a service that never started has none. */
export async function masterKeyUse(
  unitOfWork: UnitOfWork,
  masterKey: Uint8Array,
  previousMasterKey: Uint8Array | undefined,
): Promise<MasterKeyUse> {
  const ids = [masterKeyId(masterKey), previousMasterKey === undefined ? '' : masterKeyId(previousMasterKey)];
  const [row] = await unitOfWork.run(AUDIT, () =>
    unitOfWork.manager().query<MasterKeyUse[]>(
      `select count(*) filter (where master_key_id = $1)::int as present,
              count(*) filter (where master_key_id = $2)::int as previous,
              count(*) filter (where master_key_id not in ($1, $2))::int as "foreign", min(created_at) as "firstAt"
         from subject_keys where master_key_id is not null`,
      ids,
    ),
  );
  return row ?? { present: 0, previous: 0, foreign: 0, firstAt: null };
}
