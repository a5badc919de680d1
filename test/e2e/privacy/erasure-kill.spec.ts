import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { Workplace } from '../local/driven-service.js';
import { advanceToEnd, repeatedInAudit, StoppedSteps } from './stopped-steps.js';

const FRESH = { fva: [0, -1] };

interface Case {
  readonly email: string;
  readonly clerkId: string;
  readonly erasureId: string;
}

describe('an erasure whose process is killed with kill -9', () => {
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
    const [untouched] = cases.slice(-1);
    const ids = cases.map(({ erasureId }) => erasureId);
    const stopped = new StoppedSteps(world, workplace, 'privacy_erasures', ids.slice(0, steps.length));
    await stopped.prepare();
    await stopped.killAll();
    expect(await advanceToEnd(world, workplace, ids)).toEqual([0, ids.map((id) => `${id}: done`)]);
    const certificates = await Promise.all(cases.map(({ erasureId }) => readCertificate(erasureId)));
    const control = certificates.at(-1);
    expect(control!.erasureId).toBe(untouched!.erasureId);
    expect(control!.modules.flatMap(({ tables }) => tables).some(({ count }) => count > 0)).toBe(true);
    for (const [index, certificate] of certificates.entries())
      expect([steps[index], told(certificate)]).toEqual([steps[index], told(control!)]);
    // Nothing was done twice: what a step writes into the audit log stands there once.
    expect(await repeatedInAudit(world, ids)).toEqual([]);
    const left = world.clerk.control.state().users.map(({ id }) => id);
    expect(cases.filter(({ clerkId }) => left.includes(clerkId))).toEqual([]);
  }, 300_000);

  /** One person for each step to be killed in, and one whose erasure nobody kills; all with the same data. */
  async function prepare(): Promise<void> {
    const { control } = world.clerk;
    const owner = world.as('owner@tenantry.test', FRESH);
    const probe = await owner.post('/api/v1/privacy/erasures', {
      userId: await world.userId('nina@nowhere.test'),
    });
    steps = probe.body.steps.map(({ name }: { name: string }) => name);
    const emails = [...steps, 'nobody'].map((_, index) => `killed${String(index)}@harbour.test`);
    const clerkIds = emails.map(
      (email) => control.ensureUser({ email, firstName: 'Kay', lastName: 'Nine' }).id,
    );
    // Each in an organization of their own: a step that stands still must not hold the others up.
    for (const [index, createdBy] of clerkIds.entries())
      control.ensureOrganization({ name: 'Kennel', slug: `kennel-${String(index)}`, createdBy });
    await world.settled();
    // What Clerk tells from now on would come at another time in each run, and be counted.
    control.setWebhooks({ enabled: false });
    cases = [];
    for (const [index, email] of emails.entries()) {
      const userId = await world.userId(email);
      const asked = await world
        .as(email, FRESH)
        .post('/api/v1/privacy/erasures', { userId, gracePeriodDays: 1 });
      expect(asked.status).toBe(201);
      cases.push({ email, clerkId: clerkIds[index]!, erasureId: asked.body.id });
    }
    // The grace is over, and no job of the service itself comes in between.
    await world.database.query(`update privacy_erasures set erase_after = now() - interval '1 minute'`);
  }

  async function readCertificate(erasureId: string): Promise<Certificate> {
    const answer = await world
      .as('compliance@tenantry.test')
      .get(`/api/v1/privacy/erasures/${erasureId}/certificate`)
      .expect(200);
    return answer.body.document;
  }
});

/** What is filled and emptied behind a change, within a second or so. */
const FOLLOWING: ReadonlySet<string> = new Set([
  'public.access_snapshots',
  'public.event_deliveries',
  'public.events',
  'public.invitation_reviews',
]);

/** What a certificate says besides ids and times. */
function told({ modules, kept, holds, processors, probe, request, deadline }: Certificate): unknown {
  return {
    modules: modules.map((module) => ({
      ...module,
      tables: module.tables.filter(({ table }) => !FOLLOWING.has(table)),
    })),
    kept: kept.filter(({ table }) => !FOLLOWING.has(table)),
    holds,
    // Where the deletion was done and not yet noted, the second one meets nobody.
    processors: processors.map(({ name, answer }) => ({
      name,
      answer: answer.replace(
        /(Clerk: )(no such person|banned|deleted, and gone when asked again)/g,
        '$1gone',
      ),
    })),
    // The other people have the same name while they are there.
    probe: { ...probe, rows: null, files: null, namesakes: null },
    askedBy: request.askedBy,
    inTime: deadline.inTime,
  };
}
