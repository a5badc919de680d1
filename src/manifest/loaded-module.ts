import type { ModuleManifest } from './define-module.js';
import type { ModuleRuntime } from './module-runtime.js';

/** The modules of the service, for those who read what each of them declares. */
export const LOADED_MODULES = Symbol('LOADED_MODULES');

/** A module whose code is there. */
export interface LoadedModule {
  readonly manifest: ModuleManifest;
  readonly runtime: ModuleRuntime;
}
