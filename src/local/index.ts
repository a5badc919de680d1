/**
 * The local stack of `npm start`: everything the service needs and nobody has set is started here, in this process.
 *
 * Embedded PostgreSQL (migrated), a local Clerk whose webhooks reach the service, keys made once, demo data. Owns no
 * table; keeps all it makes in `TENANTRY_LOCAL_DIR`. Never part of production: what comes from development packages is
 * imported only when it is started.
 */
export { keysKeptIn } from './local-keys.js';
export { readLocalFile, type LocalFile } from './local-file.js';
