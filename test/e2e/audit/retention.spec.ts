import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRetention } from '#audit';
import { type SealedLog, startSealedLog } from './sealed-log.js';

describe('audit rows that are older than the policy keeps them', () => {
  let log: SealedLog;

  beforeAll(async () => {
    log = await startSealedLog();
  });

  afterAll(() => log.close());

  it('go, up to the last whole checkpoint, and the rest can still be checked', async () => {
    await log.write(10);
    await log.sealAndSign();
    await log.write(4);
    const [row] = await log.database.query<{ now: Date }>('select clock_timestamp() as now');
    await log.write(6);
    await log.sealAndSign();
    const retention = log.app.get(AuditRetention, { strict: false });
    expect(await retention.dropBefore(row!.now)).toBe(10);
    expect(await retention.dropBefore(row!.now)).toBe(0);
    const left = await log.database.query(`select from audit_seals where sequence <= 10`);
    expect(left).toEqual([]);
    await log.sealAndSign();
    const report = await log.verify();
    expect(report).toMatchObject({ isIntact: true, firstKept: 11, rows: 11 });
    const told = await log.database.query<{ change: object }>(
      `select change from audit_events where action = 'audit.pruned'`,
    );
    expect(told).toEqual([{ change: { rowsUntil: 10, before: row!.now.toISOString() } }]);
  });

  it('go no further than what is signed as dropped', async () => {
    await log.database.query(`alter table audit_events disable trigger user`);
    await log.database.query(
      `delete from audit_events where id in (select event_id from audit_seals where sequence <= 12)`,
    );
    const report = await log.verify();
    expect([report.isIntact, report.firstBad?.sequence, report.firstBad?.kind]).toEqual([
      false,
      11,
      'missing',
    ]);
  });
});
