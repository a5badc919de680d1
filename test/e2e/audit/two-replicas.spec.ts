import { createPublicKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditCheckpoints, verifyDatabase } from '#audit';
import { UnitOfWork } from '#libs/database';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { LocalBucket } from '../../support/local-bucket.js';
import { type Replica, until } from '../../support/test-app.js';
import { SuperuserHand } from './tampering.js';

const STORES = ['rows of Postgres', 'a bucket'] as const;

describe.each(STORES)('the audit log of two replicas in different folders, files in %s', (store) => {
  let bucket: LocalBucket | undefined;
  let world: DemoWorld;
  let worker: Replica;

  beforeAll(async () => {
    bucket = store === 'a bucket' ? await LocalBucket.start() : undefined;
    world = await startDemoWorld({ isSplit: true, variables: () => bucket?.variables ?? {} });
    worker = world.worker!;
    // The sealer of the worker may be in charge of the log at the first try.
    const checkpoints = worker.app.get(AuditCheckpoints, { strict: false });
    await until('the log is signed', async () => (await checkpoints.signDue({ now: true })) > 10);
  });

  afterAll(async () => {
    await world.close();
    await bucket?.stop();
  });

  const verifyFrom = ({ environment }: Pick<Replica, 'environment'>) =>
    verifyDatabase(world.app.get(UnitOfWork, { strict: false }), {
      dataDir: environment.dataDir,
      publicKeys: [createPublicKey(environment.signingKey)],
    });

  it('is signed into the folder of the worker, and checked from either', async () => {
    const notesOf = ({ environment: { dataDir } }: Pick<Replica, 'environment'>) =>
      existsSync(join(dataDir, 'audit'))
        ? readdirSync(join(dataDir, 'audit'), { recursive: true, encoding: 'utf8' }).filter((name) =>
            name.endsWith('.note'),
          )
        : [];
    expect([notesOf(worker).length > 0, notesOf(world)]).toEqual([true, []]);
    const [here, there] = [await verifyFrom(world), await verifyFrom(worker)];
    for (const report of [here, there])
      expect(report).toMatchObject({ isIntact: true, invalidCheckpoints: 0 });
    expect([here.checkpoints, here.signedRows]).toEqual([there.checkpoints, there.signedRows]);
    expect(here.signedRows).toBeGreaterThan(10);
  });

  it('is completed in a folder that was lost, with the hashes of the rows beside each note', async () => {
    const folder = join(worker.environment.dataDir, 'audit');
    const content = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(note|leaves)$/.test(name))
        .sort()
        .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);
    const before = content();
    expect(before.filter(([name]) => name!.endsWith('.leaves')).length).toBe(before.length / 2);
    rmSync(folder, { recursive: true });
    const checkpoints = worker.app.get(AuditCheckpoints, { strict: false });
    await until('the folder is completed', async () => {
      await checkpoints.signDue({ now: true });
      return existsSync(folder) && content().length >= before.length;
    });
    expect(content().slice(0, before.length)).toEqual(before);
  });

  it('tells of a rewritten row from either, and from the folder of the worker even of a removed checkpoint', async () => {
    const hand = await SuperuserHand.open(world);
    try {
      await hand.run(
        `update audit_events set action = 'grant.given' where id = (select event_id from audit_seals where sequence = 5)`,
      );
      await hand.rechain(5);
      for (const replica of [world, worker]) expect((await verifyFrom(replica)).isIntact).toBe(false);
      expect((await verifyFrom(worker)).firstBad?.sequence).toBe(5);
      await hand.run('delete from audit_checkpoints');
      expect((await verifyFrom(worker)).firstBad?.sequence).toBe(5);
      // What the database alone says of itself is no proof: this is why the folder is kept.
      expect((await verifyFrom(world)).checkpoints).toBe(0);
    } finally {
      await hand.restore();
      await hand.close();
    }
    expect((await verifyFrom(world)).isIntact).toBe(true);
  });
});
