import type { ModuleManifest } from './define-module.js';
import type { ModuleRuntime } from './module-runtime.js';

/** A module whose code is there. */
export interface LoadedModule {
  readonly manifest: ModuleManifest;
  readonly runtime: ModuleRuntime;
}
