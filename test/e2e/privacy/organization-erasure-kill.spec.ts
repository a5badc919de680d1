import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrganizationCertificate, OrganizationsRestoreCheckService, tenancies } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { Workplace } from '../local/driven-service.js';
import { everythingIn, foundIn } from './leftovers.js';
import { advanceToEnd, repeatedInAudit, StoppedSteps } from './stopped-steps.js';

const FRESH = { fva: [0, -1] };
const STAFF = 'compliance@tenantry.test';
const REASON = { 'X-Access-Reason': 'Ticket 7: the contract ends' };

interface Case {
  readonly organizationId: string;
  readonly clerkId: string;
  readonly erasureId: string;
}

describe('an organization’s erasure whose process is killed with kill -9', () => {
  const workplace = new Workplace();
  let world: DemoWorld;
  let steps: readonly string[];
  let cases: Case[];

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(async () => {
    workplace.clear();
    await world.close();
  });

  it('ends the same, whichever step it was killed in', async () => {
    await prepare();
    const ids = cases.map(({ erasureId }) => erasureId);
    const stopped = new StoppedSteps(world, workplace, 'organization_erasures', ids.slice(0, steps.length));
    await stopped.prepare();
    await stopped.killAll();
    expect(await advanceToEnd(world, workplace, ids)).toEqual([0, ids.map((id) => `${id}: done`)]);

    const certificates = await Promise.all(ids.map(readCertificate));
    const control = certificates.at(-1)!;
    const erased = new Map(
      control.modules.flatMap(({ tables }) => tables).map(({ table, count }) => [table, count]),
    );
    expect([erased.get('public.memberships'), erased.get('public.properties')]).toEqual([2, 1]);
    for (const [index, certificate] of certificates.entries())
      expect([steps[index], told(certificate)]).toEqual([steps[index], told(control)]);
    expect(await repeatedInAudit(world, ids)).toEqual([]);
    await expectNothingLeft();
  }, 300_000);

  /** One organization for each step to be killed in, and one whose erasure nobody kills; all with the same data. */
  async function prepare(): Promise<void> {
    const { control } = world.clerk;
    const plan = await ask('olivia@harbour.test', world.harbour.id);
    steps = plan.body.steps.map(({ name }: { name: string }) => name);
    const made = [...steps, 'nobody'].map((_, index) => {
      // Each with people of its own: a step that stands still must not hold the others up.
      const owner = `owner${String(index)}@kennel.test`;
      const createdBy = control.ensureUser({ email: owner }).id;
      const { id } = control.ensureOrganization({
        name: 'Kennel',
        slug: `kennel-${String(index)}`,
        createdBy,
      });
      const userId = control.ensureUser({ email: `member${String(index)}@kennel.test` }).id;
      control.ensureMembership({ organizationId: id, userId, role: 'org:member' });
      return { owner, clerkId: id };
    });
    await world.settled();
    // What Clerk tells from now on would come at another time in each run, and be counted.
    control.setWebhooks({ enabled: false });
    cases = [];
    for (const { owner, clerkId } of made) {
      const path = `/api/v1/organizations/${clerkId}`;
      await world
        .as(owner)
        .post(`${path}/properties`, { name: 'Pen', slug: 'pen', timezone: 'Europe/Vienna' })
        .expect(201);
      const { body } = await ask(owner, clerkId).expect(201);
      await world.as(STAFF, FRESH).post(`${path}/data-erasures/${body.id}/approve`).set(REASON).expect(200);
      cases.push({ organizationId: body.organizationId, clerkId, erasureId: body.id });
    }
    // The grace is over, and no job of the service itself comes in between.
    await world.database.query(`update organization_erasures set erase_after = now() - interval '1 minute'`);
  }

  function ask(owner: string, id: string) {
    return world
      .as(owner, FRESH)
      .post(`/api/v1/organizations/${id}/data-erasures`, { reason: 'We close down.', gracePeriodDays: 1 });
  }

  async function readCertificate(erasureId: string): Promise<OrganizationCertificate> {
    const answer = await world
      .as(STAFF)
      .get(`/api/v1/privacy/organization-erasures/${erasureId}/certificate`)
      .expect(200);
    return answer.body.document;
  }

  async function expectNothingLeft(): Promise<void> {
    const here = await everythingIn(world.database, world.environment.dataDir);
    const clerkIds = cases.map(({ clerkId }) => clerkId);
    expect(foundIn(clerkIds, here)).toEqual([]);
    const there = world.clerk.control.state().organizations.map(({ id }) => id);
    expect(clerkIds.filter((id) => there.includes(id))).toEqual([]);
    for (const { table, path, erasure } of tenancies) {
      if (path.holds !== 'organization id' || erasure === null || 'article' in erasure) continue;
      const rows = await world.database.query(`select from ${table} where ${path.column} = any($1)`, [
        cases.map(({ organizationId }) => organizationId),
      ]);
      expect([table, rows.length]).toEqual([table, 0]);
    }
    // Killed before or after its line was written, each is on the list that a restored backup is compared with.
    const list = readFileSync(join(world.environment.dataDir, 'privacy/erasures.ndjson'), 'utf8');
    expect(cases.filter(({ erasureId }) => !list.includes(erasureId))).toEqual([]);
    expect(await world.app.get(OrganizationsRestoreCheckService, { strict: false }).find()).toEqual([]);
  }
});

/** What a certificate says besides ids and times. */
function told({ modules, kept, holds, processors, probe, request }: OrganizationCertificate): unknown {
  return {
    // What is told to subscribers comes behind a change, within a second or so.
    modules: modules.map((module) => ({
      ...module,
      tables: module.tables.filter(
        ({ table }) => !/^public\.(events|event_deliveries|access_snapshots|access_rechecks)$/.test(table),
      ),
    })),
    kept: kept.filter(({ table }) => table !== 'public.events'),
    holds,
    // Where the deletion was done and not yet noted, the second one meets nothing.
    processors: processors.map(({ name, answer }) => ({
      name,
      answer: answer.replace(/^(no such organization|deleted)$/, 'gone'),
    })),
    probe: { ...probe, files: null },
    approved: request.approved,
    cause: request.cause,
  };
}
