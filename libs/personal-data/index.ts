/**
 * Personal values as ciphertext that can be made unreadable for good: one data key per person, wrapped by a master key
 * that never enters the database. Destroying the wrapped key destroys every value it ever sealed, wherever copies lie.
 *
 * Knows no database and no domain. AES-256-GCM with random nonces throughout; every ciphertext is bound to where it
 * stands (AAD), so that it cannot be moved to another row or person.
 */
export { createDataKey, masterKeyId, masterKeyOf, unwrapDataKey, wrapDataKey } from './data-key.js';
export type { DataKey, MasterKeys } from './data-key.js';
export { decrypt, encrypt } from './authenticated-encryption.js';
export { openText, sealText, subjectOfSealed } from './sealed-text.js';
export { PersonalDataError } from './personal-data.error.js';
