import type { ModuleRuntime } from '#manifest';
import { AuthorizationModelRow } from './authorization-model-row.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [AuthorizationModelRow],
};
