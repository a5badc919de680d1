import { AuditCheckpoints } from '#audit';
import { type TestApp, until } from '../../support/test-app.js';

/** Waits until the service has put every row of its audit log into the chain. */
export async function allSealed({ database }: Pick<TestApp, 'database'>): Promise<void> {
  await until('every audit row is sealed', async () => {
    const rows = await database.query(
      'select from audit_events left join audit_seals on event_id = id where event_id is null limit 1',
    );
    return rows.length === 0;
  });
}

/** Signs that chain to its end. While the sealer leads nobody else signs, so more than one attempt may be needed. */
export async function allSigned(world: Pick<TestApp, 'app' | 'database'>): Promise<void> {
  await allSealed(world);
  const checkpoints = world.app.get(AuditCheckpoints, { strict: false });
  await until('the chain is signed to its end', async () => {
    const signed = await checkpoints.signDue({ now: true });
    const [last] = await world.database.query<{ sequence: string }>(
      'select max(sequence) as sequence from audit_seals',
    );
    return signed === Number(last?.sequence);
  });
}

/** The lines of the whole log, as staff export it. */
export async function exportLines({ clerk, url }: Pick<TestApp, 'clerk' | 'url'>): Promise<string[]> {
  const token = clerk.control.tokens({ email: 'compliance@tenantry.test' }).jwt;
  const answer = await fetch(`${url}/api/v1/audit-log/export`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await answer.text()).trimEnd().split('\n');
}
