import type { LoadedModule } from '#manifest';
import { modules } from './modules.js';

/** Every module with its code, from left to right. */
export const loadedModules: readonly LoadedModule[] = await Promise.all(
  modules.map(async (manifest) => ({ manifest, runtime: (await manifest.load?.())?.runtime ?? {} })),
);
