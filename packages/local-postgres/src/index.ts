/**
 * A real PostgreSQL for development and tests, from npm: no account, no Docker, no installation.
 *
 * Data lives in one folder (`<directory>/data`, with passwords, log and lock beside it) and survives restarts. The server
 * listens on 127.0.0.1 only and always asks for a password. Works as root (PostgreSQL then runs under an account of its
 * own), below closed home folders, and as an ordinary user. One process per folder; the server never outlives it.
 *
 * Not for production, and only imported where the embedded database is wanted: its programs are a development dependency.
 */
export { startLocalPostgres, type LocalPostgres, type LocalPostgresOptions } from './local-postgres.js';
export type { DatabaseSetup } from './database-setup.js';
export { LocalPostgresError, type LocalPostgresFault } from './local-postgres.error.js';
export type { StopMode } from './postmaster.js';
export { cloneDatabase, dropDatabase } from './clone-database.js';
export { withDatabase } from './database-url.js';
