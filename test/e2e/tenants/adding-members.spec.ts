import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/database';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const NINA = 'nina@nowhere.test';
const GRETA = 'greta@alpine.test';
// Whom Olivia comes to know; the two above she never does.
const PAUL = 'paul@nowhere.test';
const HANS = 'hans@nowhere.test';

describe('adding a member by id', () => {
  let world: DemoWorld;
  let members: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    members = `/api/v1/organizations/${world.harbour.id}/members`;
  });

  afterAll(() => world.close());

  const add = (userId: string, by = OLIVIA) => world.as(by).post(members, { userId, role: 'org:member' });
  const join = (organizationId: string, email: string, role = 'org:member') => {
    const { control } = world.clerk;
    control.ensureMembership({ organizationId, userId: control.ensureUser({ email }).id, role });
  };
  const organizationOf = async (email: string, name: string) => {
    const createdBy = world.clerk.control.ensureUser({ email }).id;
    const { id } = world.clerk.control.ensureOrganization({ name, slug: name.toLowerCase(), createdBy });
    await world.settled();
    return id;
  };

  it('answers about a stranger as about nobody, says to invite them, and changes nothing', async () => {
    const nina = world.clerk.control.ensureUser({ email: NINA });
    const known = [await world.userId(NINA), nina.id, await world.userId(GRETA)];
    const unknown = [newId(), `user_${'0'.repeat(27)}`];
    for (const userId of [...known, ...unknown]) {
      const { status, body, text } = await add(userId);
      const { requestId, ...told } = body as Record<string, unknown>;
      expect(requestId).toEqual(expect.any(String));
      expect([status, told]).toEqual([
        404,
        {
          type: 'urn:problem-type:person_unknown',
          title: 'Person unknown',
          status: 404,
          code: 'person_unknown',
          detail: expect.stringContaining('invite the person by their e-mail address'),
        },
      ]);
      expect(text).not.toMatch(/nina|greta/i);
    }
    await world.settled();
    const rows = await world.database.query(
      `select from memberships m join users u on u.id = m.user_id
        where m.organization_id = $1 and u.email_address = any ($2)`,
      [world.harbour.id, [NINA, GRETA]],
    );
    expect(rows).toEqual([]);
  });

  it('adds whom one knows from another organization, and no longer once one has left it', async () => {
    const elsewhere = await organizationOf(OLIVIA, 'Elsewhere');
    join(elsewhere, PAUL);
    await world.settled();
    const paul = await world.userId(PAUL);
    const added = await add(paul).expect(201);
    expect(added.body).toMatchObject({ userId: paul, emailAddress: PAUL, role: 'org:member' });
    await world.as(OLIVIA).delete(`${members}/${paul}`).expect(204);
    await world.database.query(`update organizations set status = 'suspended' where clerk_id = $1`, [
      elsewhere,
    ]);
    await add(paul).expect(404);
    await world.database.query(`update organizations set status = 'active' where clerk_id = $1`, [elsewhere]);
    const [shared] = await world.database.query<{ id: string }>(
      'select id from organizations where clerk_id = $1',
      [elsewhere],
    );
    await world.as(OLIVIA).delete(`/api/v1/organizations/${shared!.id}/members/${paul}`).expect(204);
    await add(paul).expect(404);
    await world.jobsDone();
  });

  it('knows nobody from an organization where the caller may not read the members', async () => {
    const closed = await organizationOf(HANS, 'Closed');
    join(closed, OLIVIA);
    await world.settled();
    const hans = await world.userId(HANS);
    const setRole = (role: string) =>
      world.database.query(
        `update memberships set role = $1 where user_id = $2
           and organization_id = (select id from organizations where clerk_id = $3)`,
        [role, olivia, closed],
      );
    const olivia = await world.userId(OLIVIA);
    await setRole('org:blind');
    await add(hans).expect(404);
    await setRole('org:member');
    await add(hans).expect(201);
  });

  it('is open to platform staff on a stated visit', async () => {
    const sam = world.clerk.control.ensureUser({ email: 'newcomer@nowhere.test' });
    await world.settled();
    await add(sam.id, 'admin@tenantry.test').expect(403);
    await add(sam.id, 'admin@tenantry.test').set('X-Access-Reason', 'Ticket 12: add by hand').expect(201);
  });
});
