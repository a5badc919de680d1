import { loadedModules } from './loaded-modules.js';

/** Every table that is read through an entity, from the modules that own them. */
export const entities = loadedModules.flatMap(({ runtime }) => runtime.entities ?? []);
