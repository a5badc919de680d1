/**
 * The go-live check: everything that has to be right before and while people are served, each with what mends it. Asked
 * on the command line (`tenantry doctor`) and over the API; it changes nothing, and names no secret and nobody.
 */
export { checkClerk } from './clerk/clerk.check.js';
export { type CheckResult, fail, ok, warn } from './check.js';
export { examine } from './examine.js';
export { fingerprintsOf } from './keys/key-fingerprints.js';
export { listKeys } from './keys/key-ages.check.js';
export type { FindPart } from './service/examine-service.js';
export { readSettings, type RawSettings } from './settings.check.js';
export { showSettings, type ShownSettings } from './shown-settings.js';
