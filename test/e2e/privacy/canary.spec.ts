import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { fromBuffer } from 'yauzl';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { ErasureRun, registry, Returners } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { type Canary, loosenChecks, plantCanaries } from './canary-rows.js';
import { CapturedLog, everythingIn, placesOf } from './leftovers.js';

const FRESH = { fva: [0, -1] };
const EMAIL = 'c4n4ry.mail@harbour.test';
const NAMES = { firstName: 'C4n4ryfirst', lastName: 'C4n4rylast' };

describe('one canary in every personal column of one person', () => {
  const log = new CapturedLog();
  let world: DemoWorld;
  let person: { userId: string; clerkId: string };
  let canaries: Canary[];

  beforeAll(async () => {
    log.start();
    world = await startDemoWorld({ variables: () => ({ LOG_LEVEL: 'trace' }) });
    const { id: clerkId } = world.clerk.control.ensureUser({ email: EMAIL, ...NAMES });
    const [organization] = world.clerk.control.state().organizations;
    const organizationId = String(organization?.['id']);
    world.clerk.control.ensureMembership({ organizationId, userId: clerkId, role: 'org:member' });
    await world.settled();
    const userId = await world.userId(EMAIL);
    await world.as(EMAIL).get('/api/v1/me').set('X-Access-Reason', 'c4n4ry reason').expect(200);
    person = { userId, clerkId };
    await loosenChecks(world.database);
    const keys = world.app.get(SubjectKeys, { strict: false });
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    canaries = await plantCanaries(world.database, {
      ...person,
      address: EMAIL,
      seal: (text, aad) => unitOfWork.run(systemScope('privacy'), () => keys.encryptFor(userId, text, aad)),
    });
    // A hold that stands would stop it; that is tried elsewhere.
    await world.database.query('update privacy_holds set released_at = now() where released_at is null');
  }, 60_000);

  afterAll(async () => {
    await world.close();
    log.stop();
  });

  it('is put into every personal column that can hold a recognisable value', async () => {
    const marked = new Set(canaries.map(({ place }) => place));
    const everything = await everythingIn(world.database, world.environment.dataDir);
    const unmarked = registry
      .filter(({ table }) => !table.endsWith('*'))
      .flatMap(({ table, personal }) => Object.keys(personal).map((column) => `${table}.${column}`))
      .filter((place) => !marked.has(place));
    // What is left are ids of the person, and columns with a handful of values.
    const ids = new Set(
      registry.flatMap(({ table, subjects }) =>
        subjects.flatMap(({ path }) => ('column' in path ? [`${table}.${path.column}`] : [])),
      ),
    );
    const few = await world.database.query<{ place: string }>(
      `select c.table_schema || '.' || c.table_name || '.' || c.column_name as place
         from information_schema.columns c
        where c.data_type in ('boolean', 'integer', 'smallint', 'bigint', 'USER-DEFINED')
           or exists (select from pg_constraint k where k.contype = 'c'
                        and k.conrelid = (quote_ident(c.table_schema) || '.' || quote_ident(c.table_name))::regclass
                        and pg_get_constraintdef(k.oid) like 'CHECK ((' || c.column_name || ' = ANY%')`,
    );
    const excused = new Set([...ids, ...few.map(({ place }) => place)]);
    expect(unmarked.filter((place) => !excused.has(place))).toEqual([]);
    expect(canaries.length).toBeGreaterThan(70);
    for (const { forms, place } of canaries) {
      const isSealed = registry.some(({ table, sealed = {} }) =>
        Object.keys(sealed).some((column) => `${table}.${column}` === place),
      );
      if (!isSealed)
        expect([place, placesOf(forms, everything)]).toEqual([place, expect.arrayContaining([place])]);
    }
  });

  it('is in the export, all of them', async () => {
    const staff = world.as('compliance@tenantry.test', FRESH);
    const asked = await staff.post('/api/v1/privacy/exports', { userId: person.userId }).expect(201);
    const path = `/api/v1/privacy/exports/${asked.body.id}`;
    await until('it is packed', async () => (await staff.get(path)).body.status === 'ready');
    const archive = await textOf(`${world.url}${path}/download`);
    const missing = canaries.filter(
      ({ forms, isInExport }) => isInExport && !forms.some((form) => archive.includes(form)),
    );
    expect(missing.map(({ place }) => place)).toEqual([]);
  }, 30_000);

  it('is nowhere after the erasure, but for the ids and times that an article keeps where they are', async () => {
    const staff = world.as('compliance@tenantry.test', FRESH);
    const asked = await staff
      .post('/api/v1/privacy/erasures', {
        userId: person.userId,
        reason: 'c4n4ry reason',
        gracePeriodDays: 0,
      })
      .expect(201);
    await world
      .as('owner@tenantry.test', FRESH)
      .post(`/api/v1/privacy/erasures/${asked.body.id}/approve`)
      .expect(200);
    await erased(asked.body.id);
    await expectNothingLeft();
    expect(log.text).toContain('POST /api/v1/privacy/erasures');
  }, 30_000);

  async function erased(id: string): Promise<void> {
    const run = world.app.get(ErasureRun, { strict: false });
    await until('the erasure is done', async () => {
      await world.clerk.control.flushWebhooks();
      await run.advance(id, { now: true });
      const row = await run.find(id);
      if (row?.waitingFor != null) console.error(row.waitingFor);
      return row?.status === 'done';
    });
  }

  async function expectNothingLeft(): Promise<void> {
    await world.settled();
    await world.app.get(Returners, { strict: false }).emptyLateDeliveries();
    const everything = new Map(await everythingIn(world.database, world.environment.dataDir));
    everything.set('the log', log.text);
    const left = canaries.flatMap(({ place, forms, isKept }) =>
      placesOf(forms, everything)
        .filter((found) => !(isKept && found === place))
        .map((found) => `${place} in ${found}`),
    );
    const whom = [EMAIL, person.clerkId, 'c4n4ry reason', ...Object.values(NAMES)];
    expect([...left, ...whom.flatMap((text) => placesOf([text], everything))]).toEqual([]);
  }

  async function textOf(url: string): Promise<string> {
    const { jwt } = world.clerk.control.tokens({ email: 'compliance@tenantry.test' });
    const answer = await request(url)
      .get('')
      .set('Authorization', `Bearer ${jwt}`)
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => done(null, Buffer.concat(chunks)));
      });
    expect(answer.status).toBe(200);
    return dataOf(answer.body as Buffer);
  }
});

/** The machine-readable part of the archive. */
function dataOf(archive: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', (entry: { fileName: string }) => {
        if (!entry.fileName.endsWith('data.json')) return zip.readEntry();
        zip.openReadStream(entry as Parameters<typeof zip.openReadStream>[0], (fault, stream) => {
          if (fault) return reject(fault);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => resolve(Buffer.concat(chunks).toString()));
        });
      });
      zip.on('end', () => reject(new Error('the archive has no data.json')));
      zip.readEntry();
    });
  });
}
