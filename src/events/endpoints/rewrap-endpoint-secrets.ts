import type { UnitOfWork } from '#libs/database';
import { masterKeyId } from '#libs/personal-data';
import { EVENTS } from '../events.scope.js';
import { rewrapEndpointSecret } from './endpoint-secret.js';

interface Row {
  readonly id: string;
  readonly wrapped_secret: Buffer;
  readonly previous_secret: Buffer | null;
}

const BATCH = 200;

/**
 * Wraps the secrets of all endpoints by another master key, some at a time; it may be stopped and run again. What they
 * sign stays as it is.
 *
 * @returns how many endpoints there were
 */
export async function rewrapEndpointSecrets(
  unitOfWork: UnitOfWork,
  oldKey: Uint8Array,
  newKey: Uint8Array,
): Promise<number> {
  const [oldId, nextId] = [masterKeyId(oldKey), masterKeyId(newKey)];
  if (oldId === nextId) return 0;
  const rewrapSome = async (): Promise<number> => {
    const rows = await unitOfWork.manager().query<Row[]>(
      `select id, wrapped_secret, previous_secret from event_endpoints
        where master_key_id = $1 order by id limit ${BATCH} for update`,
      [oldId],
    );
    for (const { id, wrapped_secret: wrapped, previous_secret: previous } of rows) {
      const rewrap = (wrappedSecret: Buffer) =>
        rewrapEndpointSecret(
          { masterKey: newKey, previousMasterKey: oldKey },
          { id, wrappedSecret, masterKeyId: oldId },
        );
      await unitOfWork
        .manager()
        .query(
          `update event_endpoints set wrapped_secret = $2, previous_secret = $3, master_key_id = $4 where id = $1`,
          [id, rewrap(wrapped), previous === null ? null : rewrap(previous), nextId],
        );
    }
    return rows.length;
  };
  let total = 0;
  for (let count = -1; count !== 0; total += count) count = await unitOfWork.run(EVENTS, rewrapSome);
  return total;
}
