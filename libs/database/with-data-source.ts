import type { DataSource } from 'typeorm';
import { createDataSource, type DataSourceSettings } from './data-source.js';

/**
 * Opens a database for one piece of work, with one connection, and closes it again whatever comes of it. For what looks at
 * a database from beside the service.
 *
 * @throws Error of `pg` where it cannot be opened
 */
export async function withDataSource<T>(
  settings: Pick<DataSourceSettings, 'url' | 'entities' | 'applicationName'>,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = createDataSource({ ...settings, poolSize: 1, onConnectionError: () => undefined });
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
