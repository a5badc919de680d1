import type { LoadedModule } from '#manifest';
import { modules } from './modules.js';

/** Loads the code of every module, from left to right. */
export async function loadModules(): Promise<LoadedModule[]> {
  return Promise.all(
    modules.map(async (manifest) => ({ manifest, runtime: (await manifest.load?.())?.runtime ?? {} })),
  );
}
