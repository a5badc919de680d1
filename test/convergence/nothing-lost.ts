import { expect } from 'vitest';
import type { ClerkEmulator } from '@tenantry/clerk-emulator';
import type { TestDatabase } from '../support/test-database.js';
import { findDifferences } from './differences.js';
import { settle } from './settle.js';

/** Lets the service catch up, and expects that everything Clerk sent was taken and took effect once. */
export async function expectNothingLostOrDoneTwice(
  { control }: ClerkEmulator,
  database: Pick<TestDatabase, 'query'>,
): Promise<void> {
  // Svix tries again after seconds and minutes; its clock is moved there.
  for (let look = 0; look < 3; look += 1) {
    control.advanceClock(3600);
    await control.flushWebhooks();
  }
  await settle(database);

  expect(await findDifferences(control.state(), database)).toEqual([]);
  const sent = control.deliveries();
  expect(sent.filter(({ status }) => status !== 'delivered')).toEqual([]);
  const [ledger] = await database.query('select count(*)::integer as rows from webhook_deliveries');
  expect(ledger).toEqual({ rows: sent.length });
  // Each of these happens to a thing once, so that a second row would be a second effect.
  const twice = await database.query(
    `select action, target_id from audit_events
      where action in ('user.created', 'user.deleted', 'organization.created', 'organization.deleted')
      group by action, target_id having count(*) > 1`,
  );
  expect(twice).toEqual([]);
}
