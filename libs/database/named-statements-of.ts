import type { DataSource } from 'typeorm';
import type { NamedStatements } from './named-statements.js';
import { poolOf } from './pool-of.js';

/** What is known of a pool that `createDataSource` made. @throws Error for any other */
export function namedStatementsOf(dataSource: DataSource): NamedStatements {
  const { namedStatements } = poolOf(dataSource).options as { namedStatements?: NamedStatements };
  if (namedStatements === undefined) throw new Error('the data source was not made by createDataSource');
  return namedStatements;
}
