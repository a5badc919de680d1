import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { NamedStatements } from './named-statements.js';
import { poolOf } from './pool-of.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';
import { CrashSafeClient } from './crash-safe-client.js';

type EntityClass = new () => object;

export interface DataSourceSettings {
  url: string;
  entities: MixedList<EntityClass | EntitySchema>;
  /** Connections kept at most. */
  poolSize?: number;
  /** How long a connection is waited for, in milliseconds; a second by default. */
  longestWaitMs?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** Told of errors on idle connections; without a listener one of them would end the process. */
  onConnectionError: (error: unknown) => void;
}

/**
 * The connection pool. Nothing is synchronised or migrated from here: the runtime role may not change tables.
 * Waiting for a connection longer than 1 s fails where callers wait, so that overload answers 503 instead of piling up. The server's own
 * time-outs are settings of the runtime role, which `checkDatabaseHardening` looks at.
 */
export function createDataSource(settings: DataSourceSettings): DataSource {
  const namedStatements = new NamedStatements(() => poolOf(dataSource));
  const dataSource: DataSource = new DataSource({
    type: 'postgres',
    url: settings.url,
    entities: settings.entities,
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    migrationsRun: false,
    logging: false,
    applicationName: settings.applicationName ?? 'tenantry',
    poolSize: settings.poolSize ?? 12,
    installExtensions: false,
    poolErrorHandler: settings.onConnectionError,
    extra: {
      Client: CrashSafeClient,
      namedStatements,
      connectionTimeoutMillis: settings.longestWaitMs ?? 1_000,
      // A server that is there and does not answer; its own time-outs cannot help then.
      query_timeout: 8_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    },
  });
  return dataSource;
}
