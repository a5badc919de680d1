import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditedAccessLog, RefusalFolds } from '#audit';
import { newId } from '#libs/database';
import { MAX_KINDS_OF_ONE_PERSON } from '../../../src/audit/refusals/refusal-folds.js';
import { refuseAuditRows } from '../../support/refuse-audit-rows.js';
import { type SealedLog, startSealedLog } from './sealed-log.js';

const ROWS = `select organization_id, change from audit_events where action = 'access.denied' and actor_id = $1 order by id`;

describe('refusals of one person', () => {
  let log: SealedLog;
  let access: AuditedAccessLog;
  let folds: RefusalFolds;

  beforeAll(async () => {
    log = await startSealedLog();
    access = log.app.get(AuditedAccessLog, { strict: false });
    folds = log.app.get(RefusalFolds, { strict: false });
  });

  afterAll(() => log.close());

  const denial = (
    userId: string,
    { impersonator = null, ...more }: { impersonator?: string | null; [name: string]: unknown } = {},
  ) => ({
    actor: { kind: 'user' as const, userId, impersonator, reason: null },
    organizationId: null,
    propertyId: null,
    code: 'permission_missing',
    route: 'GET /api/v1/users',
    ...more,
  });
  const endWindows = () =>
    log.database.query(`update audit_refusals set began_at = began_at - interval '2 hours'`);

  it('are not answered as such while they cannot be written down', async () => {
    const person = newId();
    await refuseAuditRows(log.database, 'access.denied');
    await expect(access.denied(denial(person))).rejects.toThrow('refused');
    await log.database.query('drop trigger refuse on audit_events');
    await access.denied(denial(person));
    expect(await log.database.query(ROWS, [person])).toHaveLength(1);
    await endWindows();
    await folds.closeAll();
  });

  it('are one row at once and one with number and moments when the hour is over, and none is lost', async () => {
    const person = newId();
    const began = Date.now() - 1;
    for (let done = 0; done < 40; done += 4)
      await Promise.all(Array.from({ length: 4 }, () => access.denied(denial(person))));
    expect(await log.database.query(ROWS, [person])).toHaveLength(1);
    expect(await folds.closeAll()).toEqual({ windows: 0, folded: 0 });
    await endWindows();
    expect(await folds.closeAll()).toEqual({ windows: 1, folded: 39 });
    const rows = await log.database.query<{ change: Record<string, unknown> }>(ROWS, [person]);
    expect(rows.map(({ change }) => change)).toEqual([
      { code: 'permission_missing', route: 'GET /api/v1/users' },
      {
        code: 'permission_missing',
        route: 'GET /api/v1/users',
        count: 39,
        firstAt: expect.any(String),
        lastAt: expect.any(String),
      },
    ]);
    const { firstAt, lastAt } = rows[1]!.change as { firstAt: string; lastAt: string };
    expect(Date.parse(firstAt)).toBeGreaterThan(began);
    expect(Date.parse(lastAt)).toBeGreaterThanOrEqual(Date.parse(firstAt));
    expect(Date.parse(lastAt)).toBeLessThanOrEqual(Date.now());
    expect(await folds.closeAll()).toEqual({ windows: 0, folded: 0 });
  });

  it('are told apart by place, code, route and impersonator', async () => {
    const person = newId();
    const [organizationId, propertyId] = [newId(), newId()];
    const kinds = [
      {},
      { organizationId },
      { organizationId, propertyId },
      { code: 'role_missing' },
      { route: 'GET /api/v1/usage' },
      { impersonator: 'user_someone' },
    ];
    for (const kind of [...kinds, ...kinds]) await access.denied(denial(person, kind));
    expect(await log.database.query(ROWS, [person])).toHaveLength(kinds.length);
    await endWindows();
    expect(await folds.closeAll()).toEqual({ windows: kinds.length, folded: kinds.length });
  });

  it('of very many kinds are still told by organization and code, each with its number', async () => {
    const person = newId();
    const organizations = [newId(), newId()];
    const many = MAX_KINDS_OF_ONE_PERSON + 100;
    for (let index = 0; index < many; index += 1) {
      const organizationId = organizations[index % 2]!;
      await access.denied(denial(person, { organizationId, propertyId: newId() }));
    }
    const before = await log.database.query(ROWS, [person]);
    expect(before).toHaveLength(MAX_KINDS_OF_ONE_PERSON + organizations.length);
    await endWindows();
    await folds.closeAll();
    const rows = await log.database.query<{ organization_id: string; change: { count?: number } }>(ROWS, [
      person,
    ]);
    expect(rows).toHaveLength(MAX_KINDS_OF_ONE_PERSON + 2 * organizations.length);
    for (const id of organizations) {
      const told = rows.filter(({ organization_id: place }) => place === id);
      expect(told.reduce((sum, { change }) => sum + (change.count ?? 1), 0)).toBe(many / 2);
    }
  });

  it('leave a chain that verifies', async () => {
    await log.sealAndSign();
    expect(await log.verify()).toMatchObject({ firstBad: null, invalidCheckpoints: 0 });
  });
});
