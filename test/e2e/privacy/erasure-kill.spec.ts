import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Certificate } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { Running, Workplace } from '../local/driven-service.js';
import { variablesOf } from '../../support/service-variables.js';

const FRESH = { fva: [0, -1] };
const CLI = 'src/cli/main.js';
// As many as one process of the command line carries on side by side.
const AT_ONCE = 3;
// A process needs a second or two to start, on a machine that does nothing else.
const PATIENCE_MS = 60_000;

interface Case {
  readonly email: string;
  readonly clerkId: string;
  readonly erasureId: string;
}

describe('an erasure whose process is killed with kill -9', () => {
  const place = new Workplace();
  let world: DemoWorld;
  let steps: readonly string[];
  let cases: Case[];

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 60_000);

  afterAll(async () => {
    place.clear();
    await world.close();
  });

  it('ends the same, whichever step it was killed in', async () => {
    await prepare();
    const batches: Case[][] = [];
    for (let first = 0; first < steps.length; first += AT_ONCE)
      batches.push(cases.slice(first, Math.min(first + AT_ONCE, steps.length)));
    const lane = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await killIn(batch);
    };
    await Promise.all([lane(), lane()]);
    const [untouched] = cases.slice(-1);
    const end = await place.run(
      CLI,
      ['privacy', 'advance', ...cases.map(({ erasureId }) => erasureId)],
      variablesOf(world),
    );
    expect([end.code, end.stdout.trim().split('\n')]).toEqual([
      0,
      cases.map(({ erasureId }) => `${erasureId}: done`),
    ]);
    const certificates = await Promise.all(cases.map(({ erasureId }) => readCertificate(erasureId)));
    const control = certificates.at(-1);
    expect(control!.erasureId).toBe(untouched!.erasureId);
    expect(control!.modules.flatMap(({ tables }) => tables).some(({ count }) => count > 0)).toBe(true);
    for (const [index, certificate] of certificates.entries())
      expect([steps[index], told(certificate)]).toEqual([steps[index], told(control!)]);
    await expectOnceEach();
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
    await world.database.query('update privacy_erasures set erase_after = now()');
    // Everything that a step does is done, and not yet committed: there it stops, whatever the time-outs say.
    await world.database.query('create schema stage');
    await world.database.query('grant usage on schema stage to public');
    await world.database.query('create table stage.stops (erasure_id uuid primary key, done integer)');
    await world.database.query('grant select on stage.stops to public');
    await world.database.query(`
      create function stage.stop_here() returns trigger language plpgsql as $$
      begin
        if exists (select from stage.stops s where s.erasure_id = new.id and s.done =
             (select count(*) from jsonb_array_elements(new.steps) e where e ->> 'status' = 'done'))
           and new.steps <> old.steps then
          perform pg_advisory_xact_lock(1707, (select s.done from stage.stops s where s.erasure_id = new.id));
          loop
            begin perform pg_sleep(1); exception when query_canceled then null; end;
          end loop;
        end if;
        return new;
      end $$`);
    await world.database.query(`create trigger stop_here before update on privacy_erasures
      for each row execute function stage.stop_here()`);
    for (const [index] of steps.entries())
      await world.database.query('insert into stage.stops values ($1, $2)', [
        cases[index]!.erasureId,
        index + 1,
      ]);
  }

  /** Lets one process carry each of them into its step, and kills it there. */
  async function killIn(batch: readonly Case[]): Promise<void> {
    const args = ['privacy', 'advance', ...batch.map(({ erasureId }) => erasureId)];
    const victim = new Running(place, CLI, args, variablesOf(world));
    // The lock says which step it is that stands still.
    const sleeping = async () =>
      world.database.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and classid = 1707 and objid = any($1::int[])
            and database = (select oid from pg_database where datname = current_database())`,
        [batch.map((one) => cases.indexOf(one) + 1)],
      );
    const deadline = Date.now() + PATIENCE_MS;
    while ((await sleeping()).length < batch.length) {
      if (Date.now() > deadline) throw new Error(`not all came to their step:\n${victim.stderr}`);
      await sleep(50);
    }
    expect((await victim.stop('SIGKILL')).code).toBe(137);
    // The server would notice only when the step answers.
    for (const { pid } of await sleeping())
      await world.database.query('select pg_terminate_backend($1)', [pid]);
    while ((await sleeping()).length > 0) await sleep(20);
    await world.database.query('delete from stage.stops where erasure_id = any($1)', [
      batch.map(({ erasureId }) => erasureId),
    ]);
  }

  async function readCertificate(erasureId: string): Promise<Certificate> {
    const answer = await world
      .as('compliance@tenantry.test')
      .get(`/api/v1/privacy/erasures/${erasureId}/certificate`)
      .expect(200);
    return answer.body.document;
  }

  /** Nothing was done twice: what a step writes into the audit log stands there once. */
  async function expectOnceEach(): Promise<void> {
    const repeated = await world.database.query(
      `select action, change ->> 'erasureId' as erasure, count(*)::int as times from audit_events
        where change ->> 'erasureId' = any($1)
        group by 1, 2 having count(*) > 1`,
      [cases.map(({ erasureId }) => erasureId)],
    );
    expect(repeated).toEqual([]);
  }
});

/** What a certificate says besides ids and times. */
function told({ modules, kept, holds, processors, probe, request, deadline }: Certificate): unknown {
  return {
    modules,
    kept,
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
