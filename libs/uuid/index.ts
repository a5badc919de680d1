/**
 * How a UUID is told from other texts, in one place.
 */
export { isLowerCaseUuid, isUuid, parseUuid, UUID_SOURCE } from './uuid.js';
