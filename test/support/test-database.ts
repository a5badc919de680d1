import { DataSource } from 'typeorm';
import { newId } from '#libs/database';
import { cloneDatabase, dropDatabase, withDatabase } from '@tenantry/local-postgres';

/** A migrated database of its own, cloned from the template of the run. */
export interface TestDatabase {
  /** The runtime role: what the service uses. */
  readonly url: string;
  /** The owner of the tables: what migrations use. */
  readonly adminUrl: string;
  readonly superuserUrl: string;
  /** Rows as the superuser sees them, past every policy; for assertions and set-up only. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

const TEMPLATE = 'tenantry';

/** @param isSeeded false: as a new service finds it, where nobody has read Clerk yet */
export async function createTestDatabase({ isSeeded = true } = {}): Promise<TestDatabase> {
  const superuserUrl = urlOf('TEST_DATABASE_SUPERUSER_URL');
  const name = `test_${newId().replaceAll('-', '')}`;
  await cloneDatabase(superuserUrl, name, TEMPLATE);
  const inspector = new DataSource({
    type: 'postgres',
    url: withDatabase(superuserUrl, name),
    installExtensions: false,
    poolSize: 2,
  });
  await inspector.initialize();
  if (isSeeded) await inspector.query('update reconciliation_lease set seeded_at = now()');
  return {
    url: withDatabase(urlOf('TEST_DATABASE_URL'), name),
    adminUrl: withDatabase(urlOf('TEST_DATABASE_ADMIN_URL'), name),
    superuserUrl: withDatabase(superuserUrl, name),
    query: (sql, parameters) => inspector.query(sql, parameters),
    drop: async () => {
      await inspector.destroy();
      await dropDatabase(superuserUrl, name);
    },
  };
}

function urlOf(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: run the tests with npm test`);
  return value;
}
