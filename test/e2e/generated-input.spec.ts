import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { ApiDocument, type OpenApi } from '../support/api-document.js';
import { describedAnswers } from '../support/described-answers.js';
import { makeRobot, type Robot } from '../support/robots.js';
import { type DemoWorld, startDemoWorld } from '../support/demo-world.js';
import { DescribedRequests } from '../support/described-requests.js';
import { InputProbe } from '../support/input-probe.js';

/** What PostgreSQL takes in no text. */
const NULS = ['\u0000', 'a\u0000b'];
/** Other control characters, the ends of calendars and of numbers, and names that every object has. */
const TEXTS = [
  'a\u0001\u001f',
  '\r\n',
  '\u007f\u0085',
  '\u202e\u2066',
  '\u200b\u2060',
  '\ufeff',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-14:00',
  '0000-01',
  '0000-01-01',
  '0001-01',
  '9999-12',
  '9999-12-31',
  '2026-02-30',
  '-1',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '1e400',
  'NaN',
  '%',
  "';--",
  '\\',
  'hasOwnProperty',
  '__proto__',
  'x'.repeat(3_000),
];
const NUMBERS = [-1, 0, 0.5, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_993, 1e300];
const LONE_SURROGATES = ['\ud800', 'a\udfffb'];
const CONTROLS_IN_PATHS = ['%00', 'a%00b', '%0D%0A', '%c2%85'];
const IN_PATHS = [
  '\u200b',
  '0000-01',
  '0000-01-01',
  '9999-12',
  '9999-12-31',
  '2026-02-30',
  '2147483648',
  'hasOwnProperty',
  '%',
  "';--",
].map(encodeURIComponent);
// A client can send no others in a header.
const IN_HEADERS = [
  ...TEXTS.filter((text) => /^[\t\x20-\x7e]+$/.test(text)),
  'a\tb',
  '\u0080\u00ff',
  'W/"1", *',
  '"',
  'bytes=0-99999999999999999999',
  'bytes=-0',
];
/** A key of a service account comes last: what people may do is tried by people. */
const ROBOT = 'robot';
const CALLERS = ['owner@tenantry.test', 'olivia@harbour.test', 'compliance@tenantry.test', ROBOT];

describe('generated input', () => {
  let world: DemoWorld;
  let described: DescribedRequests;
  let probe: InputProbe;
  let document: OpenApi;
  let robot: Robot;

  beforeAll(async () => {
    world = await startDemoWorld();
    await world.jobsDone();
    const { body } = await request(world.url).get('/openapi.json').expect(200);
    document = body as OpenApi;
    const known = await objects();
    let count = 0;
    const unique: Record<string, (turn: number) => string> = {
      slug: (turn) => `garbage-${turn}`,
      email: (turn) => `garbage-${turn}@guest.test`,
      key: (turn) => `property:garbage_${turn}`,
    };
    const valueOf = (name: string) => unique[name]?.((count += 1)) ?? known[name];
    described = new DescribedRequests(new ApiDocument(document, valueOf));
    probe = new InputProbe(world.url, CALLERS, (caller) =>
      caller === ROBOT
        ? robot.key
        : world.clerk.control.tokens({ email: caller, claims: { fva: [0, -1] } }).jwt,
    );
  });

  afterAll(async () => {
    probe.close();
    await world.close();
  });

  /** What stands in paths and fields where they are not broken: things that there are. */
  async function objects(): Promise<Record<string, string>> {
    const { id: organizationId, seaside: propertyId } = world.harbour;
    const userId = await world.userId('sam@harbour.test');
    const owner = world.as('owner@tenantry.test', { fva: [0, -1] });
    const olivia = world.as('olivia@harbour.test', { fva: [0, -1] });
    const home = `/api/v1/organizations/${organizationId}`;
    const permissions = 'property:property:read';
    const invited = await olivia
      .post(`${home}/properties/${propertyId}/invitations`, {
        email: 'first@guest.test',
        role: 'property:staff',
      })
      .expect(201);
    await olivia
      .post(`${home}/roles`, { key: 'property:garbage', name: 'Garbage', permissions: [permissions] })
      .expect(201);
    const asked = await owner
      .post('/api/v1/privacy/requests', { userId, kind: 'correction', fields: ['lastName'] })
      .expect(201);
    const bulk = await owner
      .post('/api/v1/privacy/bulk', { action: 'export', people: [userId], dryRun: true })
      .expect(201);
    robot = await makeRobot(olivia, organizationId, [{ role: 'org:admin' }]);
    // One that the requests may change and delete.
    const changed = await makeRobot(olivia, organizationId);
    return {
      accountId: changed.id,
      keyId: changed.keyId,
      organizationId,
      propertyId,
      userId,
      userIds: userId,
      people: userId,
      permissions,
      permission: permissions,
      invitationId: invited.body.id as string,
      roleKey: 'property:garbage',
      requestId: asked.body.id as string,
      bulkId: bulk.body.id as string,
      month: '2026-01',
      day: '2026-01-01',
    };
  }

  const isNoFault = (status: number) => status < 500;
  const isRefusal = (status: number) => status >= 400 && status < 500;

  it('in a path segment is a 400 where it is a control character, on every route', async () => {
    const requests = described.inPaths(CONTROLS_IN_PATHS);
    expect(requests.length).toBeGreaterThan(300);
    expect(await probe.faultsOf(requests, (status) => status === 400)).toEqual([]);
  }, 300_000);

  it('in a path segment is a 4xx on every route', async () => {
    const requests = described.inPaths(IN_PATHS);
    expect(await probe.faultsOf(requests, isRefusal)).toEqual([]);
  }, 300_000);

  it('in a query parameter or a field of a body is refused where it is a NUL', async () => {
    const broken = [...described.inQueries(NULS), ...described.inBodies(NULS)];
    expect(await probe.faultsOfFields(broken, isRefusal)).toEqual([]);
  }, 300_000);

  it('in a query parameter is never a fault', async () => {
    const broken = described.inQueries(TEXTS);
    expect(broken.length).toBeGreaterThan(1_000);
    expect(await probe.faultsOfFields(broken, isNoFault)).toEqual([]);
  }, 300_000);

  it('in a field of a body is never a fault', async () => {
    const broken = described.inBodies([...TEXTS, ...LONE_SURROGATES, ...NUMBERS]);
    expect(broken.length).toBeGreaterThan(1_000);
    expect(await probe.faultsOfFields(broken, isNoFault)).toEqual([]);
  }, 300_000);

  it('in a header is never a fault', async () => {
    // What ends something comes last.
    const ending = ({ operation }: { operation: { method: string } }) =>
      Number(operation.method === 'DELETE');
    const requests = described.inHeaders(IN_HEADERS).sort((a, b) => ending(a) - ending(b));
    expect(await probe.faultsOf(requests, isNoFault)).toEqual([]);
  }, 300_000);

  it('came behind the guard on every route', () => {
    expect(probe.unreached()).toEqual([]);
  });

  it('was answered by what the API document describes, statuses, codes, content types and headers', () => {
    const told = (name: string): ReadonlySet<string> => new Set(describedAnswers(document, name));
    const untold = [...probe.answered].flatMap(([name, answers]) => {
      const known = told(name);
      return [...answers]
        .filter(
          (answer) =>
            !answer
              .trim()
              .split(' ')
              .every((part) => known.has(part)),
        )
        .map((answer) => `${name}: ${answer}`);
    });
    expect(untold).toEqual([]);
  });
});
