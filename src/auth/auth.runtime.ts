import { type ModuleRuntime, periodicWork } from '#manifest';
import { IdempotencyRetentionService } from './idempotency-retention.service.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  cleanUp: periodicWork(IdempotencyRetentionService, (keys, context) => keys.drop(context)),
};
