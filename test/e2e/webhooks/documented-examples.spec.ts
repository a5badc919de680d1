import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clerkEvents } from '#webhooks';
import { OpenApiContract, openApiIsPresent } from '../../clerk-emulator/openapi-contract.js';
import { atClerk } from '../../support/at-clerk.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type Fields, pathsIn, without } from './left-out.js';
import { SvixSender } from './svix-sender.js';

/** An event in the words of Clerk's documentation. */
interface Documented {
  readonly type: string;
  readonly timestamp: number;
  readonly data: Fields;
}

const AT = 1_716_883_200;
const ID = '2abcdefghijklmnopqrstuvwxyz';

/** The least that the documentation says of each kind of object, in its spelling: times of events in seconds. */
const WRITTEN: readonly (readonly [types: readonly string[], data: Fields])[] = [
  [['user.created', 'user.updated'], { object: 'user', id: `user_${ID}`, email_addresses: [] }],
  [['user.deleted'], { object: 'user', id: `user_${ID}`, deleted: true }],
  [
    ['organization.created', 'organization.updated'],
    { object: 'organization', id: `org_${ID}`, name: 'Acme' },
  ],
  [['organization.deleted'], { object: 'organization', id: `org_${ID}`, deleted: true }],
  [
    ['organizationMembership.created', 'organizationMembership.updated', 'organizationMembership.deleted'],
    {
      object: 'organization_membership',
      id: `orgmem_${ID}`,
      organization: { id: `org_${ID}` },
      public_user_data: { user_id: `user_${ID}` },
    },
  ],
  [
    ['organizationInvitation.created', 'organizationInvitation.accepted', 'organizationInvitation.revoked'],
    { object: 'organization_invitation', id: `orginv_${ID}`, organization_id: `org_${ID}` },
  ],
  [
    ['session.created', 'session.pending', 'session.ended', 'session.removed', 'session.revoked'],
    { object: 'session', id: `sess_${ID}` },
  ],
  [['role.created', 'role.updated', 'role.deleted'], { object: 'role', id: `role_${ID}` }],
  [
    ['permission.created', 'permission.updated', 'permission.deleted'],
    { object: 'permission', id: `perm_${ID}` },
  ],
];

const contract = openApiIsPresent ? new OpenApiContract('webhooks/2025-04-15.yml') : null;
const subscribed = Object.entries(clerkEvents)
  .filter(([, meaning]) => meaning !== 'ignored')
  .map(([type]) => type);

describe('an event as Clerk documents it', () => {
  let world: TestApp;
  let sender: SvixSender;
  /** Ids of things that are, instead of those that the documentation makes up. */
  const real = new Map<string, string>();

  beforeAll(async () => {
    world = await startTestApp();
    sender = new SvixSender(world, 'documented');
    const { control } = world.clerk;
    const owner = control.ensureUser({ email: 'owner@documented.test' }).id;
    const organizationId = control.ensureOrganization({
      name: 'Documented',
      slug: 'documented',
      createdBy: owner,
    }).id;
    await atClerk(world.clerk, 'POST', `/organizations/${organizationId}/invitations`, {
      email_address: 'guest@documented.test',
      role: 'org:member',
    });
    await world.settled();
    const state = control.state();
    real.set('user', owner);
    real.set('org', organizationId);
    real.set('orgmem', String(state.organizationMemberships[0]?.['id']));
    real.set('orginv', String(state.organizationInvitations[0]?.['id']));
  }, 120_000);

  afterAll(() => world.close());

  /** Delivers what was documented, each under the name that tells it in a failure. */
  async function deadOf(events: readonly (Documented & { name: string })[]) {
    const names = new Map<string, string>();
    for (const { name, type, timestamp, data } of events) {
      const id = sender.nextId();
      const body = { object: 'event', type, timestamp, instance_id: world.clerk.instanceId, data };
      await sender.post(id, JSON.stringify(body)).expect(204);
      names.set(id, name);
    }
    await world.settled();
    const dead = await world.database.query<{ svix_id: string; last_error: string }>(
      `select svix_id, last_error from webhook_deliveries where state = 'dead' and svix_id = any ($1)`,
      [[...names.keys()]],
    );
    return dead.map(({ svix_id: id, last_error: error }) => `${names.get(id) ?? ''}: ${error}`);
  }

  /** As it stands, and once without each of its fields; an event that does not say what it is about has to stay. */
  const variantsOf = ({ type, timestamp, data }: Documented) => [
    { name: type, type, timestamp, data },
    ...pathsIn(data)
      .map((path) => ({
        name: `${type} without ${path.join('.')}`,
        type,
        timestamp,
        data: without(data, path),
      }))
      .filter(({ data: left }) => left['id'] !== undefined),
  ];

  const withRealIds = (data: Fields): Fields =>
    JSON.parse(
      JSON.stringify(data).replace(/"(user|org|orgmem|orginv)_[0-9A-Za-z]+"/g, (made, kind: string) =>
        real.has(kind) ? JSON.stringify(real.get(kind)) : made,
      ),
    ) as Fields;

  it('is written down here for each type that means something', () => {
    expect(WRITTEN.flatMap(([types]) => types).sort()).toEqual([...subscribed].sort());
  });

  it('in its least form is no dead letter, known here or not', async () => {
    const written = WRITTEN.flatMap(([types, data]) => types.map((type) => ({ type, timestamp: AT, data })));
    // An invitation says to whom it went, or Clerk is asked; one that tells no organization cannot be asked for.
    const least = written.map((event) => ({ ...event, name: event.type }));
    expect(await deadOf(least)).toEqual([]);
    const known = least
      .filter(({ type }) => !type.endsWith('.deleted'))
      .map((event) => ({ ...event, timestamp: Date.now(), data: withRealIds(event.data) }));
    expect(await deadOf(known)).toEqual([]);
    const [person] = await world.database.query(
      `select email_address, banned from users where clerk_id = $1`,
      [real.get('user')],
    );
    expect(person).toEqual({ email_address: null, banned: false });
  });

  (contract === null ? it.skip : it)(
    'in Clerk’s own examples is no dead letter, whichever field is missing, unless nobody can say what it is about',
    async () => {
      const documented = subscribed.flatMap(
        (type) => contract?.examplesOf(type) ?? [],
      ) as unknown as Documented[];
      expect(new Set(documented.map(({ type }) => type)).size).toBe(subscribed.length);
      // Nobody knows the organization of an invitation that is neither here nor says it.
      const unknowable = /^organizationInvitation\.\w+ without organization_id: /;
      const dead: string[] = [];
      for (const event of documented) dead.push(...(await deadOf(variantsOf(event))));
      expect(dead.filter((each) => !unknowable.test(each))).toEqual([]);
      const known = documented
        .filter(({ type }) => !type.endsWith('.deleted'))
        .map((event) => ({ ...event, timestamp: Date.now(), data: withRealIds(event.data) }));
      const deadOfKnown: string[] = [];
      for (const event of known) deadOfKnown.push(...(await deadOf(variantsOf(event))));
      expect(deadOfKnown).toEqual([]);
    },
    300_000,
  );
});
