import { loadModules } from './load-modules.js';

/** Every table that is read through an entity, from the modules that own them. */
export const entities = (await loadModules()).flatMap(({ runtime }) => runtime.entities ?? []);
