import { createClerkClient } from '@clerk/backend';
import { type Answer, type OutageFunction, type Scene, send } from './outage-request.js';
import { organizationPath, type Part, personFor, slugOf } from './outage-world.js';
import { REFUSED_FUNCTIONS } from './refused-functions.js';
import { SIGN_IN_FUNCTIONS } from './sign-in-functions.js';
import { startProcess } from './start-process.js';
import { TOLD_FUNCTIONS } from './told-functions.js';
import { svixHeaders } from '../support/svix-headers.js';

const FRESH = { fva: [0, -1] };
const OLIVIA = 'olivia@harbour.test';
const STAFF = 'owner@tenantry.test';

const org = ({ world }: Scene) => organizationPath(world);
const person = ({ fault }: Scene, part: Part) => personFor(part, fault);
const idHere = (scene: Scene, part: Part) => scene.world.userId(person(scene, part));
const idAtClerk = ({ world }: Scene, email: string) => world.clerk.control.ensureUser({ email }).id;

/** What somebody is in Harbour at Clerk; null when nothing. */
function roleAtClerk(scene: Scene, part: Part): unknown {
  const { world } = scene;
  const id = idAtClerk(scene, person(scene, part));
  const found = world.clerk.control
    .state()
    .organizationMemberships.find(
      (each) =>
        (each['public_user_data'] as { user_id: string }).user_id === id &&
        (each['organization'] as { id: string }).id === world.harbourAtClerk,
    );
  return found?.['role'] ?? null;
}

async function roleHere(scene: Scene, part: Part): Promise<string | null> {
  const [row] = await scene.world.database.query<{ role: string }>(
    'select role from memberships where organization_id = $1 and user_id = $2',
    [scene.world.harbour.id, await idHere(scene, part)],
  );
  return row?.role ?? null;
}

const roleIs =
  (part: Part, role: string | null) =>
  async (scene: Scene): Promise<boolean> =>
    roleAtClerk(scene, part) === role && (await roleHere(scene, part)) === role;

const question = ({ world }: Scene) => ({
  permission: 'property:members:manage',
  organizationId: world.harbour.id,
  propertyId: world.harbour.seaside,
});

/** The row of what loads the whole service first. */
export const START = 'the process, started';

/** How each row of the table is asked for, by its name. */
export const OUTAGE_FUNCTIONS: Readonly<Record<string, OutageFunction>> = {
  'who the token says you are': { ask: (scene) => send(scene, 'GET /api/v1/session', { as: OLIVIA }) },
  'me, with organizations, properties and rights': {
    ask: (scene) => send(scene, 'GET /api/v1/me', { as: OLIVIA }),
  },
  'access check': {
    ask: (scene) =>
      send(scene, 'POST /api/v1/access/check', { as: 'mark@harbour.test', body: question(scene) }),
  },
  'members, listed': { ask: (scene) => send(scene, `GET ${org(scene)}/members`, { as: OLIVIA }) },
  'a property, made': {
    ask: (scene) =>
      send(scene, `POST ${org(scene)}/properties`, {
        as: OLIVIA,
        body: {
          name: `Place ${scene.fault}`,
          slug: `place-${slugOf(scene.fault)}`,
          timezone: 'Europe/Vienna',
        },
        headers: { 'idempotency-key': scene.key },
      }),
  },
  'a role on a property, given': {
    ask: async (scene) =>
      send(
        scene,
        `PUT ${org(scene)}/properties/${scene.world.harbour.seaside}/grants/${await idHere(scene, 'demoted')}`,
        { as: OLIVIA, body: { role: 'property:viewer' } },
      ),
  },
  'an invitation': {
    ask: (scene) =>
      send(scene, `POST ${org(scene)}/invitations`, {
        as: OLIVIA,
        body: { email: `guest-${slugOf(scene.fault)}@guest.test`, role: 'org:member' },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: ({ world, fault }) =>
      world.clerk.control
        .state()
        .organizationInvitations.some(
          (each) => each['email_address'] === `guest-${slugOf(fault)}@guest.test`,
        ),
  },
  'a member, made admin': {
    ask: async (scene) =>
      send(scene, `PATCH ${org(scene)}/members/${await idHere(scene, 'promoted')}`, {
        as: OLIVIA,
        body: { role: 'org:admin' },
      }),
    isDone: roleIs('promoted', 'org:admin'),
  },
  'an admin, made member': {
    ask: async (scene) =>
      send(scene, `PATCH ${org(scene)}/members/${await idHere(scene, 'demoted')}`, {
        as: OLIVIA,
        body: { role: 'org:member' },
      }),
    isDone: roleIs('demoted', 'org:member'),
  },
  'a member, added': {
    ask: async (scene) =>
      send(scene, `POST ${org(scene)}/members`, {
        as: OLIVIA,
        body: { userId: await idHere(scene, 'added'), role: 'org:member' },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: roleIs('added', 'org:member'),
  },
  'a member, removed': {
    ask: async (scene) =>
      send(scene, `DELETE ${org(scene)}/members/${await idHere(scene, 'removed')}`, { as: OLIVIA }),
    isDone: roleIs('removed', null),
  },
  'an organization, made': {
    ask: (scene) =>
      send(scene, 'POST /api/v1/organizations', {
        as: OLIVIA,
        body: { name: `Made ${scene.fault}`, slug: `made-${slugOf(scene.fault)}` },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: async ({ world, fault }) => {
      const rows = await world.database.query('select from organizations where slug = $1', [
        `made-${slugOf(fault)}`,
      ]);
      return rows.length === 1;
    },
  },
  'a person, banned': {
    ask: async (scene) =>
      send(scene, `POST /api/v1/users/${await idHere(scene, 'banned')}/ban`, { as: STAFF, claims: FRESH }),
    isDone: (scene) => {
      const id = idAtClerk(scene, person(scene, 'banned'));
      return scene.world.clerk.control
        .state()
        .users.some((each) => each['id'] === id && each['banned'] === true);
    },
  },
  'somebody new, signed in before the news of them': {
    ask: async (scene) => {
      const email = `new-${slugOf(scene.fault)}@outage.test`;
      scene.world.clerk.control.setWebhooks({ enabled: false });
      scene.world.clerk.control.ensureUser({ email });
      scene.world.clerk.control.setWebhooks({ enabled: true });
      return send(scene, 'GET /api/v1/me', { as: email });
    },
  },
  'a webhook, taken': {
    ask: (scene) => {
      const body = JSON.stringify({
        type: 'email.created',
        object: 'event',
        instance_id: scene.world.clerk.instanceId,
        timestamp: Date.now(),
        data: { id: `ema_${scene.key}` },
      });
      const id = `msg_${scene.key}`;
      const [secret = ''] = scene.world.environment.clerk.webhookSigningSecrets;
      return send(scene, 'POST /api/webhooks/clerk', {
        body,
        headers: svixHeaders(id, body, [secret]),
      });
    },
    isDone: async ({ world, key }) => {
      const rows = await world.database.query(
        `select from webhook_deliveries where svix_id = $1 and state <> 'pending'`,
        [`msg_${key}`],
      );
      return rows.length === 1;
    },
  },
  'an export of oneself': {
    ask: async (scene) =>
      send(scene, 'POST /api/v1/privacy/exports', {
        as: person(scene, 'exported'),
        claims: FRESH,
        body: { userId: await idHere(scene, 'exported') },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: async (scene) => {
      const rows = await scene.world.database.query(
        `select from privacy_exports where user_id = $1 and file_name is not null`,
        [await idHere(scene, 'exported')],
      );
      return rows.length === 1;
    },
  },
  'an erasure': {
    ask: async (scene) =>
      send(scene, 'POST /api/v1/privacy/erasures', {
        as: person(scene, 'erased'),
        claims: FRESH,
        body: { userId: await idHere(scene, 'erased'), gracePeriodDays: 0 },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: (scene) => {
      const { users } = scene.world.clerk.control.state();
      return !users.some((each) => JSON.stringify(each['email_addresses']).includes(person(scene, 'erased')));
    },
  },
  usage: { ask: (scene) => send(scene, 'GET /api/v1/usage', { as: STAFF }) },
  'the feed of events': { ask: (scene) => send(scene, `GET ${org(scene)}/events`, { as: OLIVIA }) },
  'the audit log, searched': { ask: (scene) => send(scene, 'GET /api/v1/audit-log', { as: STAFF }) },
  'the audit log, exported': { ask: (scene) => send(scene, 'GET /api/v1/audit-log/export', { as: STAFF }) },
  liveness: { ask: (scene) => send(scene, 'GET /health/live') },
  readiness: { ask: askReadiness },

  'a key of a service account, used': {
    ask: (scene) => send(scene, 'GET /api/v1/service-account', { token: scene.world.robotKey }),
  },
  'a change at Clerk, followed by its webhook': {
    ask: async (scene) => {
      const clerk = createClerkClient({
        secretKey: scene.world.clerk.secretKey,
        apiUrl: scene.world.clerk.url,
      });
      const started = performance.now();
      await clerk.users.updateUser(idAtClerk(scene, person(scene, 'renamed')), { firstName: 'Renamed' });
      return {
        status: 200,
        code: undefined,
        retryAfter: null,
        body: undefined,
        ms: performance.now() - started,
      };
    },
    isDone: async (scene) => {
      const [row] = await scene.world.database.query<{ first_name: string }>(
        'select first_name from users where email_address = $1',
        [person(scene, 'renamed')],
      );
      return row?.first_name === 'Renamed';
    },
  },
  'a comparison with Clerk': {
    ask: (scene) =>
      send(scene, 'POST /api/v1/sync/reconciliations', {
        as: STAFF,
        body: { mode: 'incremental' },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: async ({ world }, { body }) => {
      const { id } = body as { id: string };
      const [row] = await world.database.query<{ status: string }>(
        'select status from reconciliations where id = $1',
        [id],
      );
      return row !== undefined && row.status !== 'planning' && row.status !== 'failed';
    },
  },
  [START]: { ask: startProcess },

  ...SIGN_IN_FUNCTIONS,
  ...TOLD_FUNCTIONS,
  ...REFUSED_FUNCTIONS,
};

/** As load balancers ask: three reds in a row take a process out, since one check has half a second on a busy machine too. */
async function askReadiness(scene: Scene): Promise<Answer> {
  for (let left = 2; ; left -= 1) {
    const answer = await send(scene, 'GET /health/ready');
    if (answer.status < 400 || left === 0) return answer;
  }
}
