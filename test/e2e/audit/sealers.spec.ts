import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditCheckpoints, AuditHead, AuditSealer } from '#audit';
import { systemScope } from '#auth';
import { createDataSource, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { AuditRowsStore } from '../../../src/audit/chain/audit-rows.store.js';
import { entities } from '../../../src/entities.js';
import { until } from '../../support/test-app.js';
import { type SealedLog, startSealedLog } from './sealed-log.js';

const REPLICAS = 3;
const ROWS = 120;
const UNSEALED = 'select from audit_events left join audit_seals on event_id = id where event_id is null';

describe('several sealers at once', () => {
  let log: SealedLog;

  beforeAll(async () => {
    log = await startSealedLog();
  });

  afterAll(() => log.close());

  /** The parts of another replica, with connections of its own. */
  async function startReplica() {
    const dataSource = await createDataSource({
      url: log.database.url,
      entities,
      poolSize: 2,
      onConnectionError: () => undefined,
    }).initialize();
    const unitOfWork = new UnitOfWork(dataSource);
    const [rows, head] = [new AuditRowsStore(unitOfWork), new AuditHead(unitOfWork)];
    const checkpoints = new AuditCheckpoints(log.environment, unitOfWork, rows, head, new Clock());
    const logger = log.app.get(AuditSealer, { strict: false })['logger'];
    const sealer = new AuditSealer(log.environment, unitOfWork, rows, head, checkpoints, logger);
    return { dataSource, unitOfWork, rows, checkpoints, sealer };
  }

  it('give each row one position while rows come in, and sign one history', async () => {
    await log.sealAndSign();
    const { rows: before } = await log.verify();
    const replicas = await Promise.all(Array.from({ length: REPLICAS }, startReplica));
    let isWriting = true;
    const turns = replicas.map(async ({ sealer, checkpoints }) => {
      while (isWriting) {
        await sealer.sealAll();
        await checkpoints.signDue({ now: true });
      }
    });
    await Promise.all(Array.from({ length: 4 }, () => log.write(ROWS / 4)));
    await until('all is sealed', async () => {
      const open = await log.database.query(UNSEALED);
      return open.length === 0;
    });
    isWriting = false;
    await Promise.all(turns);
    await log.sealAndSign();
    const rows = before + ROWS;
    expect(await log.verify()).toMatchObject({ isIntact: true, rows, signedRows: rows });
    await Promise.all(replicas.map(({ dataSource }) => dataSource.destroy()));
  });

  it('are refused behind a head that has moved on, lock or no lock', async () => {
    const replica = await startReplica();
    await log.write(2);
    await log.sealAndSign();
    const { sequence } = (await log.verify()).head;
    await log.write(1);
    const [row] = await log.database.query<{ id: string }>(
      'select id from audit_events left join audit_seals on event_id = id where event_id is null',
    );
    const seal = { id: row!.id, previousHash: Buffer.alloc(32), hash: Buffer.alloc(32, 1) };
    const sealBehind = (after: number) =>
      replica.unitOfWork.run(systemScope('audit'), () =>
        replica.rows.seal(after, [seal], { sealedXid: '0', sealedId: row!.id }),
      );
    await expect(sealBehind(sequence - 1)).rejects.toThrow('has moved');
    await expect(sealBehind(sequence)).rejects.toThrow('has moved');
    await replica.dataSource.destroy();
    await log.sealAndSign();
    expect((await log.verify()).isIntact).toBe(true);
  });

  it('seal after a restore what another cluster wrote, and what comes then', async () => {
    await log.sealAndSign();
    await log.database.query(`update audit_chain set sealed_xid = '9000000000000'`);
    await log.database.query(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id, xid)
       values (gen_random_uuid(), 'user.created', 'allowed', 'system', 'setup', '9000000000000')`,
    );
    await log.write(2);
    const replica = await startReplica();
    await until('all is sealed by a service that has just begun', async () => {
      await replica.sealer.sealAll();
      const open = await log.database.query(UNSEALED);
      return open.length === 0;
    });
    await replica.dataSource.destroy();
    await log.write(1);
    await log.sealAndSign();
    expect((await log.verify()).isIntact).toBe(true);
  });

  it('put a mark of another cluster back by itself, and nobody can put it forward', async () => {
    await log.sealAndSign();
    const mark = async () => {
      const [row] = await log.database.query<{ xid: string; next: string }>(
        'select sealed_xid::text as xid, pg_snapshot_xmax(pg_current_snapshot())::text as next from audit_chain',
      );
      return { xid: BigInt(row!.xid), next: BigInt(row!.next) };
    };
    await log.database.query(`update audit_chain set sealed_xid = '9000000000000'`);
    expect(await log.sealSettled()).toBe(0);
    const { xid, next } = await mark();
    expect([xid > 0n, xid <= next]).toEqual([true, true]);
    await log.database.query(`select app.restart_audit_mark('9000000000000')`);
    expect((await mark()).xid).toBe(xid);
    await log.write(3);
    await log.sealAndSign();
    expect((await log.verify()).isIntact).toBe(true);
  });

  it('go by the number of a transaction, not by how it is spelled', async () => {
    await log.sealAndSign();
    await log.database.query(`update audit_chain set sealed_xid = '0'`);
    await log.database.query(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id, xid)
       select gen_random_uuid(), 'user.created', 'allowed', 'system', 'x' || number, number::text::xid8
       from unnest(array[100, 99, 101, 9]) as number`,
    );
    await log.sealAndSign();
    const rows = await log.database.query<{ actor_id: string }>(
      `select actor_id from audit_seals join audit_events on id = event_id where actor_id like 'x%' order by sequence`,
    );
    expect(rows.map(({ actor_id }) => actor_id)).toEqual(['x9', 'x99', 'x100', 'x101']);
    expect((await log.verify()).isIntact).toBe(true);
  });
});
