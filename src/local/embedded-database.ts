import { join } from 'node:path';
import type { ServiceProcess } from '../service-process.js';
import { databaseSetup } from './database-setup.js';
import type { Settings } from './settings.js';

/** Starts the embedded PostgreSQL, and has it stopped with this process; answers the settings that it stands in for. */
export async function startEmbeddedDatabase(
  service: ServiceProcess,
  directory: string,
  port: number,
): Promise<Settings> {
  const { startLocalPostgres } = await import('@tenantry/local-postgres');
  const postgres = await startLocalPostgres({
    directory: join(directory, 'postgres'),
    database: databaseSetup(),
    port,
    onNotice: (message) => {
      console.warn(message);
    },
    onUnexpectedExit: (reason) => {
      service.fail(reason);
    },
  });
  service.started({
    name: 'PostgreSQL',
    stop: () => postgres.stop(),
    stopSync: () => {
      postgres.stopSync();
    },
  });
  return { DATABASE_URL: postgres.url, DATABASE_ADMIN_URL: postgres.adminUrl };
}
