import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRetention } from '#audit';
import { systemScope } from '#auth';
import { firstIdOf, Partitions, UnitOfWork } from '#libs/database';
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
    expect(await retention.dropBefore(row!.now)).toEqual({ partitions: 0, rows: 10 });
    expect(await retention.dropBefore(row!.now)).toEqual({ partitions: 0, rows: 0 });
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

  it('go with the month that holds them, and rows of the first hours of the next one that its checkpoint counts', async () => {
    await log.close();
    log = await startSealedLog();
    const get = <T>(type: new (...parameters: never[]) => T) => log.app.get<T>(type, { strict: false });
    const [unitOfWork, partitions, retention] = [get(UnitOfWork), get(Partitions), get(AuditRetention)];
    const inSystem = <T>(work: () => Promise<T>) => unitOfWork.run(systemScope('audit'), work);
    const present = () => inSystem(() => partitions.list('audit_events'));
    const [first] = await present();
    const [month, next, end] = [0, 1, 2].map((count) => {
      const day = new Date(first!.to);
      return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, 1));
    }) as [Date, Date, Date];
    const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
    for (const table of ['audit_events', 'audit_seals'])
      for (const [from, to] of [
        [month, next],
        [next, end],
      ] as const)
        await inSystem(() => partitions.add(table, dayOf(from), dayOf(to)));
    const writeAt = (moment: Date, hours: number) => {
      const at = new Date(moment.getTime() + hours * 3_600_000);
      return log.database.query(
        `insert into audit_events (id, occurred_at, action, outcome, actor_kind, actor_id)
         values ($1, $2, 'property.updated', 'allowed', 'system', 'setup')`,
        [firstIdOf(at), at],
      );
    };
    await log.write(4);
    for (let hour = 1; hour <= 6; hour += 1) await writeAt(month, hour);
    await writeAt(next, 1);
    await log.sealAndSign();
    await writeAt(next, 3);
    await writeAt(next, 4);
    await log.sealAndSign();

    const moment = new Date(next.getTime() + 2 * 86_400_000);
    const names = async () => (await present()).map(({ name }) => name);
    const before = await names();
    expect(await retention.dropBefore(moment)).toEqual({ partitions: 1, rows: 5 });
    expect(await names()).toEqual(before.filter((name) => !name.endsWith(dayOf(next).replaceAll('-', ''))));
    const left = await log.database.query<{ hour: number }>(
      `select extract(hour from occurred_at)::int as hour from audit_events where occurred_at >= $1 order by 1`,
      [month],
    );
    expect(left.map(({ hour }) => hour)).toEqual([3, 4]);
    await log.sealAndSign();
    expect(await log.verify()).toMatchObject({ isIntact: true, firstKept: 12, rows: 3 });
    expect(await retention.dropBefore(moment)).toEqual({ partitions: 0, rows: 0 });
  });

  it('stay with their month while one of its rows is in no chain', async () => {
    const get = <T>(type: new (...parameters: never[]) => T) => log.app.get<T>(type, { strict: false });
    const [unitOfWork, partitions] = [get(UnitOfWork), get(Partitions)];
    const kept = await unitOfWork.run(systemScope('audit'), () => partitions.list('audit_events'));
    const { name, from } = kept.at(-1)!;
    const drop = () => unitOfWork.run(systemScope('audit'), () => partitions.drop('audit_events', { name }));
    await log.database.query(`update audit_chain set pruned_sequence = sequence`);
    await log.database.query(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id)
       values ($1, 'property.updated', 'allowed', 'system', 'late')`,
      [firstIdOf(new Date(Date.parse(from!) + 5 * 3_600_000))],
    );
    expect(await drop()).toBe(false);
    await log.sealAndSign();
    expect(await drop()).toBe(false);
    await log.database.query(`update audit_chain set pruned_sequence = sequence`);
    expect(await drop()).toBe(true);
  });
});
