import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditCheckpoints, AuditHistoryError } from '#audit';
import { DataSource } from 'typeorm';
import { type SealedLog, startSealedLog } from './sealed-log.js';

describe('the audit chain', () => {
  let log: SealedLog;

  beforeEach(async () => {
    log = await startSealedLog();
  });

  afterEach(() => log.close());

  /** So many checkpoints, each over seven more rows. */
  const sign = async (checkpoints: number) => {
    for (let round = 0; round < checkpoints; round += 1) {
      await log.write(7);
      await log.sealAndSign();
    }
  };

  const count = async (where: string) => {
    const [row] = await log.database.query<{ count: string }>(
      `select count(*) from audit_events left join audit_seals on event_id = id where ${where}`,
    );
    return Number(row?.count);
  };

  it('gives each committed row one position, without gaps, and none to a transaction that still runs', async () => {
    const superuser = await new DataSource({
      type: 'postgres',
      url: log.database.superuserUrl,
      installExtensions: false,
    }).initialize();
    const running = superuser.createQueryRunner();
    await running.startTransaction();
    await running.query(`insert into audit_events (id, action, outcome, actor_kind, actor_id)
      values (gen_random_uuid(), 'user.created', 'allowed', 'system', 'setup')`);
    await log.write(3);
    await log.sealSettled();
    // What commits later would stand before them, so they wait.
    expect(await count(`sequence is null and action = 'property.updated'`)).toBe(3);
    await running.commitTransaction();
    await superuser.destroy();
    await log.sealAndSign();
    const rows = await log.database.query<{ sequence: string; action: string }>(
      'select sequence, action from audit_events left join audit_seals on event_id = id order by sequence',
    );
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual(rows.map((_, index) => index + 1));
    expect(rows.findIndex(({ action }) => action === 'user.created')).toBeLessThan(
      rows.findIndex(({ action }) => action === 'property.updated'),
    );
  });

  it('rebuilds from the rows and agrees with every checkpoint', async () => {
    await sign(4);
    const report = await log.verify();
    expect(report).toMatchObject({ isIntact: true, firstBad: null, invalidCheckpoints: 0 });
    expect(report.rows).toBe(await count('true'));
    expect(report.signedRows).toBe(report.rows);
    expect(report.checkpoints).toBe(4);
  });

  it('is signed outside the database, in files that only get more', async () => {
    await sign(4);
    const folder = join(log.environment.dataDir, 'audit', '0000000000');
    const before = readdirSync(folder);
    expect(before.filter((name) => name.endsWith('.note'))).toHaveLength(4);
    expect(before.filter((name) => name.endsWith('.leaves'))).toHaveLength(4);
    await log.write(1);
    await log.sealAndSign();
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(before));
  });

  it('lets the runtime role and the owner change no row, and seal none again', async () => {
    await sign(1);
    const columns = `$1::bigint, array[$2]::uuid[], array[$3]::bytea[], array[$3]::bytea[], '0'::xid8, $2::uuid`;
    const [row] = await log.database.query<{ id: string; sequence: string; hash: Buffer }>(
      'select event_id as id, sequence, hash from audit_seals order by sequence desc limit 1',
    );
    for (const url of [log.database.url, log.database.adminUrl]) {
      const role = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
      const attempts = [
        `update audit_events set reason = 'x'`,
        `update audit_seals set sequence = sequence + 1`,
        `insert into audit_seals values (1000000, gen_random_uuid(), '', '')`,
        `delete from audit_seals`,
        `delete from audit_events`,
      ];
      for (const attempt of attempts) {
        await role
          .transaction(async (manager) => {
            await manager.query(`select set_config('app.scope_kind', 'system', true)`);
            await manager.query(attempt);
          })
          .catch(() => undefined);
      }
      await expect(
        role.query(`select app.seal_audit_events(${columns})`, [row!.sequence, row!.id, row!.hash]),
      ).rejects.toThrow(/sealed already|permission denied/);
      await role.destroy();
    }
    expect((await log.verify()).isIntact).toBe(true);
  });

  it('signs nothing that does not continue what was signed', async () => {
    await sign(2);
    await log.database.query(
      `update audit_chain set sequence = sequence - 2, hash = (select hash from audit_seals where sequence = audit_chain.sequence - 2)`,
    );
    const checkpoints = log.app.get(AuditCheckpoints, { strict: false });
    await expect(checkpoints.signDue({ now: true })).rejects.toThrow(AuditHistoryError);
    const report = await log.verify();
    expect([report.isIntact, report.firstBad?.kind]).toEqual([false, 'head_mismatch']);
  });
});
