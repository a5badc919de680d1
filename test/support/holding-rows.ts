import pg from 'pg';
import { until } from './test-app.js';
import type { TestDatabase } from './test-database.js';

/**
 * Changes rows in a transaction of its own, which is committed once somebody waits for one of them.
 *
 * @param change what the transaction does
 * @param meanwhile sets off whatever comes upon the rows while it is open
 */
export async function holdingRows(
  database: TestDatabase,
  change: (client: pg.Client) => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    await client.query('begin');
    await change(client);
    await meanwhile();
    await until('somebody waits for the row', async () => {
      const waiting = await database.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    await client.query('commit');
  } finally {
    await client.end();
  }
}
