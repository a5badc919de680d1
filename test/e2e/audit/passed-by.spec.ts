import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditChangedError, AuditCheckService } from '#audit';
import { DataSource } from 'typeorm';
import { type SealedLog, startSealedLog } from './sealed-log.js';

// More than one stretch of a walk through the log.
const MANY = 5_003;

describe('rows that the sealer has gone past', () => {
  let log: SealedLog;

  beforeEach(async () => {
    log = await startSealedLog();
    await log.write(5);
    await log.sealAndSign();
  });

  afterEach(() => log.close());

  const nightly = () => log.app.get(AuditCheckService, { strict: false }).run(new AbortController().signal);

  /** Rows as somebody puts them in who may do everything: with the numbers of transactions that are long over. */
  const insertOld = (count: number, name: string) =>
    log.database.query<{ id: string }>(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id, xid)
       select gen_random_uuid(), 'user.created', 'allowed', 'system', $2, (2 + n % 7)::text::xid8
         from generate_series(1, $1::int) n returning id`,
      [count, name],
    );

  const foundIn = (name: string) =>
    log.database.query<{ sequence: string }>(
      `select sequence from audit_seals join audit_events on id = event_id where actor_id = $1 order by sequence`,
      [name],
    );

  /** One that has a number and goes on. */
  async function openTransaction() {
    const connection = new DataSource({
      type: 'postgres',
      url: log.database.superuserUrl,
      installExtensions: false,
      poolSize: 1,
    });
    await connection.initialize();
    const runner = connection.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select pg_current_xact_id()');
    return {
      end: async () => {
        await runner.rollbackTransaction();
        await runner.release();
        await connection.destroy();
      },
    };
  }

  it('are counted and named, told, and given a position of their own behind the head', async () => {
    const [first] = await insertOld(1, 'one');
    await log.sealSettled();
    expect(await foundIn('one')).toEqual([]);
    const found = await log.verify();
    expect(found).toMatchObject({
      isIntact: false,
      problems: [],
      firstBad: null,
      passedBy: { rows: 1, firstId: first!.id },
    });

    await expect(nightly()).rejects.toThrow(AuditChangedError);
    expect(await foundIn('one')).toEqual([{ sequence: String(found.head.sequence + 1) }]);
    const told = await log.database.query(
      `select change -> 'passedBy' as rows, change ->> 'firstPassedBy' as first, change ->> 'kind' as kind
         from audit_events where action = 'audit.change_found'`,
    );
    expect(told).toEqual([{ rows: 1, first: first!.id, kind: 'passed_by' }]);
    await log.sealAndSign();
    expect(await log.verify()).toMatchObject({ isIntact: true, passedBy: { rows: 0, firstId: null } });
    await nightly();
  });

  it('are found and sealed however many there are, each once', async () => {
    await insertOld(MANY, 'many');
    expect((await log.verify()).passedBy.rows).toBe(MANY);
    const before = (await log.verify()).head.sequence;
    await expect(nightly()).rejects.toThrow(`${MANY} rows`);
    const positions = (await foundIn('many')).map(({ sequence }) => Number(sequence));
    expect(positions).toEqual(Array.from({ length: MANY }, (_, index) => before + index + 1));
    await log.sealAndSign();
    expect(await log.verify()).toMatchObject({ isIntact: true, signedRows: before + MANY + 1 });
  });

  it('are not those that still wait, for an open transaction or for the start after a restore', async () => {
    const open = await openTransaction();
    await log.write(2);
    await log.sealSettled();
    const waiting = () =>
      log.database.query(
        'select from audit_events left join audit_seals on event_id = id where event_id is null',
      );
    expect((await waiting()).length).toBe(2);
    expect(await log.verify()).toMatchObject({ isIntact: true, passedBy: { rows: 0 } });
    await open.end();

    await log.sealAndSign();
    // As a backup of another cluster has it, whose transactions are still to come here.
    await log.database.query(`update audit_chain set sealed_xid = '9000000000000'`);
    await insertOld(1, 'restored');
    expect(await log.verify()).toMatchObject({ isIntact: true, passedBy: { rows: 0 } });
    await log.sealWritten();
    expect((await foundIn('restored')).length).toBe(1);
  });

  it('and seals whose row is gone are both found, also at the very end', async () => {
    await log.write(1);
    await log.sealAndSign();
    const { head } = await log.verify();
    await log.database.query('alter table audit_events disable trigger user');
    await log.database.query(
      'delete from audit_events where id = (select event_id from audit_seals where sequence = $1)',
      [head.sequence],
    );
    const report = await log.verify();
    expect([report.isIntact, report.firstBad?.kind, report.firstBad?.sequence]).toEqual([
      false,
      'missing',
      head.sequence,
    ]);
  });
});
