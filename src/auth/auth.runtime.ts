import { CLEAN_UP_ROWS, type ModuleRuntime } from '#manifest';
import { IDEMPOTENCY_TTL_SECONDS } from '#libs/http';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  cleanUp: {
    idempotencyKeys: {
      sql: `delete from idempotency_keys where ctid = any (array(
              select ctid from idempotency_keys where created_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: IDEMPOTENCY_TTL_SECONDS * 1000,
    },
  },
};
