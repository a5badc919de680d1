import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PeriodicJobs, SchedulerService } from '#scheduler';
import type { Tenants } from '../../access/tenants.js';
import { ApiClient } from '../../support/api-client.js';
import { until } from '../../support/test-app.js';
import { atClerk } from '../../support/at-clerk.js';
import { walkRare } from './walk-rare.js';

const FRESH = { fva: [0, -1] };
const REASON = { 'X-Access-Reason': 'Ticket 7: the contract ends' };

/** The service with all that it does by itself. */
export type WorkingWorld = Pick<
  Tenants,
  'clerk' | 'database' | 'environment' | 'tenants' | 'spares' | 'idOf'
> & {
  readonly app: NestFastifyApplication;
  readonly url: string;
};

/** Has the service do what no request waits for: webhooks, exports, erasures, comparisons with Clerk, periodic jobs. */
export async function walkWork(world: WorkingWorld): Promise<void> {
  await hearFromClerk(world);
  await settle(world);
  await hearAtOnce(world);
  await compareWithClerk(world);
  await runPeriodicJobs(world);
  await servePrivacy(world);
  await runPeriodicJobs(world);
  await walkRare(world);
}

function as({ url, clerk }: WorkingWorld, email: string): ApiClient {
  return new ApiClient(url, () => clerk.control.tokens({ email, claims: FRESH }).jwt);
}

async function settle({ clerk, database }: WorkingWorld): Promise<void> {
  await clerk.control.flushWebhooks();
  await until('the webhook ledger is applied and no job is left', async () => {
    const [row] = await database.query<{ open: number }>(
      `select (select count(*) from webhook_deliveries where state = 'pending')::int
            + (select count(*) from jobs.job where state < 'completed' and start_after <= now())::int as open`,
    );
    return row?.open === 0;
  });
}

/** Everything that webhooks tell: people, addresses, sessions, organizations, memberships, invitations, roles come, change and go. */
async function hearFromClerk(world: WorkingWorld): Promise<void> {
  const { clerk, tenants } = world;
  const [harbour] = tenants;
  const clerkOf = (path: string, method = 'POST', body?: object) => atClerk(clerk, method, path, body);
  const { id: person } = clerk.control.ensureUser({
    email: 'pia@harbour.test',
    firstName: 'Pia',
    lastName: 'Pond',
  });
  clerk.control.ensureMembership({ organizationId: harbour.clerkId, userId: person, role: 'org:member' });
  clerk.control.tokens({ email: 'pia@harbour.test' });
  await settle(world);
  await clerkOf(`/users/${person}`, 'PATCH', { first_name: 'Pia-Renamed' });
  await clerkOf(`/organizations/${harbour.clerkId}`, 'PATCH', { name: 'Harbour Group' });
  await clerkOf(`/organizations/${harbour.clerkId}/memberships/${person}`, 'PATCH', { role: 'org:admin' });
  await clerkOf('/organization_roles', 'POST', { name: 'Night', key: 'org:night_auditor', permissions: [] });
  for (const email of ['accepting@guest.test', 'taken-back@guest.test'])
    await as(world, harbour.admin)
      .post(`/api/v1/organizations/${harbour.id}/properties/${harbour.places[0].id}/invitations`, {
        email,
        role: 'property:staff',
      })
      .expect(201);
  await settle(world);
  const invitations = clerk.control.state().organizationInvitations as unknown as {
    id: string;
    email_address: string;
  }[];
  const idOfInvitation = (email: string) => invitations.find(({ email_address: each }) => each === email)!.id;
  clerk.control.acceptInvitation(idOfInvitation('accepting@guest.test'), { firstName: 'Nora' });
  await clerkOf(
    `/organizations/${harbour.clerkId}/invitations/${idOfInvitation('taken-back@guest.test')}/revoke`,
  );
  await settle(world);
  await clerkOf(`/organizations/${harbour.clerkId}/memberships/${person}`, 'DELETE');
  await clerkOf(`/users/${person}`, 'DELETE');
  const gone = clerk.control.ensureOrganization({
    name: 'Short',
    slug: 'short',
    createdBy: clerkIdOf(world, 'nina@nowhere.test'),
  });
  clerk.control.ensureMembership({
    organizationId: gone.id,
    userId: clerkIdOf(world, 'nina@nowhere.test'),
    role: 'org:admin',
  });
  await settle(world);
  await clerkOf(`/organizations/${gone.id}`, 'DELETE');
  const [delivered] = clerk.control.deliveries();
  if (delivered !== undefined) clerk.control.resend(delivered.id);
  await settle(world);
}

/** Much of it once more and all together, to a mirror that has forgotten how old it is: so it is applied side by side. */
async function hearAtOnce(world: WorkingWorld): Promise<void> {
  const { clerk, database, tenants } = world;
  for (const { admin } of tenants)
    await atClerk(clerk, 'PATCH', `/users/${clerkIdOf(world, admin)}`, { last_name: 'Anew' });
  await settle(world);
  for (const table of ['users', 'memberships', 'organizations'])
    await database.query(`update ${table} set source_updated_at = '2020-01-01'`);
  await database.query('delete from user_sessions');
  await database.query(
    `update webhook_deliveries set state = 'pending', next_attempt_at = now()
      where state = 'applied' and event_type ~ '^(user.updated|session.created|organizationMembership.created)$'`,
  );
  // One that is none of Clerk's.
  await database.query(
    `update webhook_deliveries set payload = '{}' where svix_id =
       (select svix_id from webhook_deliveries where event_type = 'user.created' limit 1)`,
  );
  await database.query(
    `update webhook_deliveries set state = 'pending', next_attempt_at = now() where payload = '{}'`,
  );
  await settle(world);
}

function clerkIdOf({ clerk }: WorkingWorld, email: string): string {
  return clerk.control.ensureUser({ email }).id;
}

/** Changes of which no webhook tells, found and repaired. */
async function compareWithClerk(world: WorkingWorld): Promise<void> {
  const { clerk, tenants, database } = world;
  const [harbour] = tenants;
  clerk.control.setWebhookFaults({ drop: true });
  const { id: person } = clerk.control.ensureUser({ email: 'quinn@harbour.test', firstName: 'Quinn' });
  clerk.control.ensureMembership({ organizationId: harbour.clerkId, userId: person, role: 'org:member' });
  await atClerk(clerk, 'PATCH', `/users/${clerkIdOf(world, harbour.member)}`, {
    first_name: 'Behind-The-Back',
  });
  await atClerk(
    clerk,
    'DELETE',
    `/organizations/${harbour.clerkId}/memberships/${clerkIdOf(world, harbour.spareMembers[2]!)}`,
  );
  await clerk.control.flushWebhooks();
  clerk.control.setWebhookFaults({});
  const admin = as(world, 'admin@tenantry.test');
  for (const mode of ['incremental', 'full']) {
    const { body } = await admin.post('/api/v1/sync/reconciliations', { mode });
    const stands = () =>
      until('the comparison stands still', async () => {
        const [row] = await database.query<{ status: string }>(
          'select status from reconciliations where id = $1',
          [body.id],
        );
        return !/ing$/.test(row?.status ?? '');
      });
    await stands();
    const plan = await admin.get(`/api/v1/sync/reconciliations/${body.id}`);
    await admin.post(`/api/v1/sync/reconciliations/${body.id}/apply`, { hash: plan.body.hash, force: true });
    await stands();
  }
  await settle(world);
}

/** An export and an erasure of a person and of an organization. */
async function servePrivacy(world: WorkingWorld): Promise<void> {
  const { database, tenants, spares } = world;
  const [, alpine] = tenants;
  const [leaver] = spares.slice(-1) as [string];
  const own = as(world, leaver);
  const exported = await own.post('/api/v1/privacy/exports', { userId: world.idOf(leaver) }).expect(201);
  const people = [world.idOf(leaver)];
  for (const action of ['erase', 'object', 'export'])
    await as(world, 'owner@tenantry.test').post('/api/v1/privacy/bulk', {
      action,
      people,
      purposes: ['news'],
      dryRun: true,
    });
  const owner = as(world, alpine.admin);
  const whole = await owner.post(`/api/v1/organizations/${alpine.id}/data-exports`).expect(201);
  await until('the exports are packed', async () => {
    const rows = await database.query(
      `select from privacy_exports where id = any ($1) and status = 'ready'`,
      [[exported.body.id, whole.body.id]],
    );
    return rows.length === 2;
  });
  await own.get(`/api/v1/privacy/exports/${exported.body.id}/download`).expect(200);
  for (const email of [leaver, alpine.spareMembers[0]!])
    await as(world, email)
      .post('/api/v1/privacy/erasures', { userId: world.idOf(email), reason: 'I leave', gracePeriodDays: 0 })
      .expect(201);
  const erasure = await owner
    .post(`/api/v1/organizations/${alpine.id}/data-erasures`, { reason: 'The end.' })
    .expect(201);
  await as(world, 'compliance@tenantry.test')
    .post(`/api/v1/organizations/${alpine.id}/data-erasures/${erasure.body.id}/approve`)
    .set(REASON);
  await database.query(
    `update organization_erasures set erase_after = now() - interval '1 minute' where id = $1`,
    [erasure.body.id],
  );
  await until('the erasures are done', async () => {
    await world.clerk.control.flushWebhooks();
    await database.query(`update privacy_erasures set next_try_at = null where status = 'waiting'`);
    await database.query(
      `update jobs.job set start_after = now() where name like 'privacy.%' and state < 'active'`,
    );
    await world.app
      .get(SchedulerService, { strict: false })
      .runNow('privacy.tidy', { kind: 'system', name: 'scheduler' })
      .catch(() => undefined);
    const [row] = await database.query<{ open: number }>(
      `select (select count(*) from privacy_erasures where status in ('grace', 'running', 'waiting') and erase_after <= now())::int
            + (select count(*) from organization_erasures where status in ('grace', 'running', 'waiting') and erase_after <= now())::int as open`,
    );
    return row?.open === 0;
  });
}

async function runPeriodicJobs({ app }: WorkingWorld): Promise<void> {
  const scheduler = app.get(SchedulerService, { strict: false });
  for (const { name } of app.get(PeriodicJobs, { strict: false }).list) {
    const { done } = await scheduler.runNow(name, { kind: 'system', name: 'scheduler' });
    await done;
  }
}
