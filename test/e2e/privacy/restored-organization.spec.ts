import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvironment } from '#settings';
import { ErasureRunService, OrganizationsRestoreCheckService, verifyCertificate } from '#privacy';
import { createApp } from '../../../src/create-app.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import type { TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/test-app.js';
import { Workplace } from '../local/driven-service.js';
import { everythingIn, foundIn } from './leftovers.js';
import { type Backup, backUp, restore } from './restored-backup.js';
import { variablesOf } from '../../support/service-variables.js';

const FRESH = { fva: [0, -1] };
const STAFF = 'compliance@tenantry.test';
const REASON = { 'X-Access-Reason': 'Ticket 7: the contract ends' };

describe('an erased organization in a restored backup', () => {
  let world: DemoWorld;
  let workplace: Workplace;
  let clerkId: string;
  let erasureId: string;
  /** From before anybody asked; and from when it had been asked for, and a hold stood in the way. */
  const backups: { before?: Backup; held?: Backup } = {};

  beforeAll(async () => {
    workplace = new Workplace();
    world = await startDemoWorld();
    const { id } = world.harbour;
    const [row] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [id],
    );
    clerkId = row!.clerk_id;
    backups.before = await backUp(world.database);
    const path = `/api/v1/organizations/${id}`;
    const asked = await world
      .as('olivia@harbour.test', FRESH)
      .post(`${path}/data-erasures`, { reason: 'We close down.', gracePeriodDays: 0 })
      .expect(201);
    erasureId = asked.body.id;
    const staff = world.as(STAFF, FRESH);
    const hold = await staff
      .post(`${path}/data-holds`, { article: 'Art. 17(3)(e) GDPR' })
      .set(REASON)
      .expect(201);
    backups.held = await backUp(world.database);
    await staff.delete(`${path}/data-holds/${hold.body.id}`).set(REASON).expect(200);
    await staff.post(`${path}/data-erasures/${erasureId}/approve`).set(REASON).expect(200);
    const run = world.app.get(ErasureRunService, { strict: false });
    await until('it is erased', async () => {
      await world.clerk.control.flushWebhooks();
      await run.advance(erasureId);
      return (await run.find(erasureId))?.status === 'done';
    });
    await world.settled();
  }, 120_000);

  afterAll(async () => {
    workplace.clear();
    await world.close();
  });

  it('is not one while it is gone', async () => {
    const restored = world.app.get(OrganizationsRestoreCheckService, { strict: false });
    expect([await restored.isOlderThanList(), await restored.find()]).toEqual([false, []]);
  });

  it('is found, keeps the service from starting, and is erased again', async () => {
    await withRestored(backups.before!, async (database, check) => {
      expect(await organizationsIn(database)).toEqual(['alpine', 'harbour']);
      await expect(createApp(parseEnvironment(variablesOf(world, database.url)))).rejects.toThrow(
        '1 erased organization is back',
      );
      expect(await check()).toMatchObject({
        code: 1,
        stdout: `organization ${world.harbour.id}: is here again\n`,
      });
      // It only looked.
      expect(await organizationsIn(database)).toEqual(['alpine', 'harbour']);

      expect(await check('--apply')).toMatchObject({
        code: 0,
        stdout: `organization ${world.harbour.id}: done\n`,
      });
      await expectGone(database);
      await (await createApp(parseEnvironment(variablesOf(world, database.url)))).close();
    });
  }, 120_000);

  it('is erased again though in the backup it was only asked for and a hold stood', async () => {
    await withRestored(backups.held!, async (database, check) => {
      const { code, stdout } = await check('--json');
      expect([code, JSON.parse(stdout)]).toEqual([
        1,
        {
          returned: [],
          erased: [],
          returnedOrganizations: [world.harbour.id],
          erasedOrganizations: [],
          emptied: 0,
        },
      ]);
      expect(await check('--apply')).toMatchObject({
        code: 0,
        stdout: `organization ${world.harbour.id}: done\n`,
      });
      await expectGone(database);
    });
  }, 120_000);

  it('waits where Clerk does not answer, and the service goes on with it', async () => {
    world.clerk.control.setFaults([{ match: 'DELETE /v1/organizations/*', status: 503 }]);
    await withRestored(backups.before!, async (database, check) => {
      const { code, stdout } = await check('--apply');
      expect([code, stdout]).toEqual([
        1,
        `organization ${world.harbour.id}: waiting, waits for Clerk, which does not answer\n`,
      ]);
      expect(await organizationsIn(database)).toEqual(['alpine']);
      world.clerk.control.clearFaults();
      await database.query('update jobs.job set start_after = now()');
      const app = await createApp(parseEnvironment(variablesOf(world, database.url)));
      await app.init();
      await until('it is done', async () => {
        const [row] = await database.query<{ status: string }>('select status from organization_erasures');
        return row?.status === 'done';
      });
      await app.close();
      await expectGone(database);
    });
  }, 120_000);

  type Check = (...options: string[]) => Promise<{ code: number; stdout: string }>;

  /** A database of its own out of a backup, with the command that looks into it. */
  async function withRestored(
    backup: Backup,
    work: (database: TestDatabase, check: Check) => Promise<void>,
  ): Promise<void> {
    const database = await restore(backup);
    try {
      const variables = variablesOf(world, database.url);
      await work(database, (...options) =>
        workplace.run('bundle/tenantry.js', ['privacy', 'restore-check', ...options], variables),
      );
    } finally {
      await database.drop();
    }
  }

  async function organizationsIn(database: TestDatabase): Promise<string[]> {
    const rows = await database.query<{ slug: string }>('select slug from organizations order by slug');
    return rows.map(({ slug }) => slug);
  }

  async function expectGone(database: TestDatabase): Promise<void> {
    expect(await organizationsIn(database)).toEqual(['alpine']);
    expect(foundIn([clerkId], await everythingIn(database, world.environment.dataDir))).toEqual([]);
    const [row] = await database.query<{ id: string; certificate: Certified }>(
      'select id, certificate from organization_erasures',
    );
    expect([row!.id, row!.certificate.document.request.cause]).toEqual([erasureId, 'restored backup']);
    expect(verifyCertificate(row!.certificate, createPublicKey(world.environment.signingKey))).toBe(true);
    const told = await database.query(
      `select actor_id from audit_events where action = 'organization.returned' and organization_id = $1`,
      [world.harbour.id],
    );
    expect(told).toEqual([{ actor_id: 'cli' }]);
  }
});

type Certified = Parameters<typeof verifyCertificate>[0] & {
  readonly document: { readonly request: { readonly cause: string } };
};
