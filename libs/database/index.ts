/**
 * Work in a scope: one transaction, row-level security set by its first statement, the entity manager ambient.
 *
 * Invariants: no statement on tenant data runs outside {@link UnitOfWork.run} and {@link UnitOfWork.read}; a nested call joins the open
 * transaction and may not change its scope; only the guard and the named system entry make scopes
 * (`#libs/database/scopes`, an import that the boundaries check allows to `src/auth` alone).
 */
export { connectionSecurityOf } from './connection-security.js';
export type { ConnectionSecurity } from './connection-security.js';
export { createDataSource } from './data-source.js';
export type { DataSourceSettings } from './data-source.js';
export { withDataSource } from './with-data-source.js';
export { databaseTime } from './database-time.js';
export { DatabaseModule } from './database.module.js';
export { checkDatabaseHardening, DatabaseHardeningError } from './database-hardening.js';
export { WITHOUT_NAMES } from './named-statements.js';
export { namedStatementsOf } from './named-statements-of.js';
export { poolOf } from './pool-of.js';
export { describeScope } from './scope.js';
export { checkMigrationHistory, MigrationHistoryError } from './migration-history.js';
export { migrate, migrateDown, type MigrationClass, pendingMigrations } from './migrate.js';
export type {
  OrganizationScope,
  PersonScope,
  PlatformScope,
  PropertyScope,
  DataScope,
  SystemScope,
} from './scope.js';
export type { NamedStatement, StatementValue } from './statement-batch.js';
export type { Lookup } from './lookup.js';
export type { RowsOfCommit } from './rows-of-commit.js';
export { TransactionScopeError, UnitOfWork } from './unit-of-work.js';
export { firstIdOf, newId } from './new-id.js';
export { SLOW_MS, type SlowStatement, slowStatements } from './slow-statements.js';
export { TableStatements } from './table-statements.js';
export { nameOfStatement } from './statement-name.js';
export { appliedMigrations } from './migration-history.js';
export { sqlStateOf } from './sql-state.js';
export { type CountedStretch, countInStretches } from './count-in-stretches.js';
export { joinByHash } from './join-by-hash.js';
export { jsonText } from './json-text.js';
export { exactlyOne } from './exactly-one.js';
export { SnakeNamingStrategy } from './snake-naming.strategy.js';
export { type Partition, Partitions, untilUnlocked } from './partitions.js';
export { WriteBehind } from './write-behind.js';
