import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { findDifferences } from '../../convergence/differences.js';
import { UNPACED } from '../../convergence/reconcile.js';
import { atClerk } from '../../support/at-clerk.js';
import { CommandProcess } from '../../support/command-process.js';
import { serviceVariables } from '../../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const PEOPLE = 2_200;
const ORGANIZATIONS = 60;

describe('adopting an existing Clerk instance', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let variables: Record<string, string>;
  let directory: string;
  let ownerless: string;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tenantry-adopt-'));
    database = await createTestDatabase({ isSeeded: false });
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
    await clerk.control.seed({
      users: PEOPLE,
      organizations: ORGANIZATIONS,
      membershipsPerOrganization: 30,
      seed: 7,
    });
    const member = clerk.control.ensureUser({ email: 'lone@existing.test' }).id;
    ownerless = clerk.control.ensureOrganization({ name: 'Orphan', slug: 'orphan' }).id;
    clerk.control.ensureMembership({ organizationId: ownerless, userId: member, role: 'org:member' });
    const owner = clerk.control.ensureUser({ email: 'owner@existing.test' }).id;
    variables = {
      ...UNPACED,
      ...serviceVariables({ databaseUrl: database.url, clerk, directory }),
      TENANTRY_PLATFORM_OWNERS: owner,
    };
  }, 60_000);

  afterEach(async () => {
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const adopt = (words: readonly string[], changed: Record<string, string> = {}) =>
    new CommandProcess({ ...variables, ...changed }, ['adopt', ...words]).ended();
  const make = (path: string, body: object) => atClerk(clerk, 'POST', path, body);
  /** Rows of everything that a seeding writes. */
  const written = async () => {
    const [row] = await database.query<Record<string, number>>(
      `select (select count(*)::int from users) as people, (select count(*)::int from organizations) as organizations,
              (select count(*)::int from memberships) as memberships, (select count(*)::int from clerk_roles) as roles,
              (select count(*)::int from audit_events) as audit, (select count(*)::int from reconciliations) as runs,
              (select count(*)::int from reconciliation_items) as items, (select count(*)::int from sync_alarms) as alarms`,
    );
    return row!;
  };
  const untold = async () =>
    (
      await database.query(
        `select action, organization_id, target_id, count(*) from audit_events
          where action in ('user.created', 'organization.created', 'membership.created')
          group by 1, 2, 3 having count(*) > 1`,
      )
    ).length;

  it('is planned first: says what is there, who owns what, which permissions are unknown, and writes nothing', async () => {
    const permission = await make('/organization_permissions', {
      name: 'Read data',
      key: 'org:data:read',
      description: 'x',
    });
    await make('/organization_roles', {
      name: 'Analyst',
      key: 'org:analyst',
      description: 'x',
      permissions: [permission.id],
    });
    const before = await written();
    const plan = await adopt([]);
    expect(plan).toMatchObject({ code: 0, stderr: '' });
    expect(plan.stdout).toContain(`${clerk.instanceId}, as configured`);
    expect(plan.stdout).toMatch(new RegExp(`people +${PEOPLE + 2} +0\\n`));
    expect(plan.stdout).toMatch(new RegExp(`organizations +${ORGANIZATIONS + 1} +0\\n`));
    expect(plan.stdout).toContain(`${variables['TENANTRY_PLATFORM_OWNERS']}  is at Clerk and becomes one`);
    expect(plan.stdout).toContain(
      `Organizations without an owner (a member with org:admin): 1\n  ${ownerless}  orphan\n`,
    );
    expect(plan.stdout).toContain('  org:analyst  org:data:read\n');
    expect(plan.stdout).toContain('The bill counts monthly retained users');
    expect(plan.stdout).not.toContain('@');
    expect(await written()).toEqual(before);

    const json = JSON.parse((await adopt(['--json'])).stdout);
    expect(json).toMatchObject({
      ok: true,
      atClerk: { people: PEOPLE + 2, organizations: ORGANIZATIONS + 1 },
      withoutOwner: { count: 1, first: [{ clerkId: ownerless, slug: 'orphan' }] },
      undeclared: [{ role: 'org:analyst', permissions: ['org:data:read'] }],
      platformOwners: [{ isAtClerk: true }],
      bill: { unit: 'monthly retained users', planLimit: 50_000 },
    });
    expect(await written()).toEqual(before);
  }, 120_000);

  it('fills the mirror once, although Clerk asks to wait, and does nothing the second time', async () => {
    clerk.control.setFaults([
      { match: 'GET /v1/users', status: 429, retryAfter: 1, times: 2 },
      { match: 'GET /v1/organization_memberships', status: 429, retryAfter: 1, times: 2 },
    ]);
    const applied = await adopt(['--apply']);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    expect(applied.stdout).toContain(
      `The mirror is filled: ${PEOPLE + 2} people, ${ORGANIZATIONS + 1} organizations, ${ORGANIZATIONS * 30 + 1} memberships, 0 invitations were added.`,
    );
    expect(await findDifferences(clerk.control.state(), database)).toEqual([]);
    expect(await untold()).toBe(0);
    const before = await written();
    // Everything was added by whole pages, each object with its row in the log.
    expect(before).toMatchObject({ items: 0, people: PEOPLE + 2 });
    const again = await adopt(['--apply']);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('The mirror was filled before.');
    expect(await written()).toEqual(before);
  }, 120_000);

  it('takes over invitations and roles of Clerk’s as they stand there', async () => {
    const ids: string[] = [];
    for (const key of ['org:audit:read', 'org:data:read'])
      ids.push((await make('/organization_permissions', { name: key, key })).id);
    await make('/organization_roles', {
      name: 'Analyst',
      key: 'org:analyst',
      permissions: ids,
      include_in_initial_role_set: true,
    });
    const analyst = clerk.control.ensureUser({ email: 'analyst@existing.test' }).id;
    clerk.control.ensureMembership({ organizationId: ownerless, userId: analyst, role: 'org:analyst' });
    const invite = (name: string, role: string) =>
      make(`/organizations/${ownerless}/invitations`, { email_address: `${name}@invited.test`, role });
    const roles = ['org:member', 'org:admin', 'org:analyst'];
    const pending = await Promise.all(roles.map((role, index) => invite(`pending${index}`, role)));
    const accepted = await invite('accepted', 'org:analyst');
    const { userId } = clerk.control.acceptInvitation(accepted.id);

    const applied = await adopt(['--apply']);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    expect(applied.stdout).toContain('4 invitations were added.');
    expect(await findDifferences(clerk.control.state(), database)).toEqual([]);
    const here = await database.query(
      `select i.clerk_id as id, i.status, i.organization_role as role, i.origin, i.delivery, o.clerk_id as at,
              u.clerk_id as by, i.expires_at > now() as open
         from invitations i join organizations o on o.id = i.organization_id
         left join users u on u.id = i.accepted_by order by i.email_address`,
    );
    const same = { origin: 'clerk', delivery: 'sent', at: ownerless, open: true };
    expect(here).toEqual([
      { ...same, id: accepted.id, status: 'accepted', role: 'org:analyst', by: userId },
      ...pending.map(({ id }, index) => ({ ...same, id, status: 'pending', role: roles[index], by: null })),
    ]);
    const held = await database.query(
      `select u.clerk_id as id from memberships m join users u on u.id = m.user_id
        where m.role = 'org:analyst' order by 1`,
    );
    expect(held).toEqual([analyst, userId].sort().map((id) => ({ id })));
    const [role] = await database.query(
      `select name, permissions from clerk_roles where key = 'org:analyst'`,
    );
    expect(role).toEqual({ name: 'Analyst', permissions: ['org:audit:read', 'org:data:read'] });
    const told = await database.query<{ action: string; count: number }>(
      `select action, count(*)::int as count from audit_events where action like 'invitation.%' or action = 'role.mirrored'
        group by 1 order by 1`,
    );
    expect(told).toEqual([
      { action: 'invitation.accepted', count: 1 },
      { action: 'invitation.created', count: pending.length + 1 },
      { action: 'role.mirrored', count: 1 },
    ]);
    const before = await written();
    // Added by their page, and none left over to be repaired alone.
    expect(before).toMatchObject({ items: 0 });
    expect(await adopt(['--apply'])).toMatchObject({ code: 0 });
    expect(await written()).toEqual(before);
  }, 120_000);

  it('goes on after kill -9, with nothing left out and nothing twice', async () => {
    for (const enough of [1, PEOPLE / 2, PEOPLE + ORGANIZATIONS]) {
      clerk.control.setFaults([{ match: 'GET /v1/*', latencyMs: 100 }]);
      const command = new CommandProcess(variables, ['adopt', '--apply']);
      const ended = command.ended();
      const count = async () => {
        const { people, organizations, memberships } = await written();
        return people! + organizations! + memberships!;
      };
      while ((await count()) < enough);
      command.kill();
      expect((await ended).code).toBeNull();
      clerk.control.clearFaults();
      // Half a minute passes in which nobody is heard of.
      await database.query(`update reconciliation_lease set lease_until = now() - interval '1 s'`);
      const [state] = await database.query<{ seeded_at: Date | null }>(
        'select seeded_at from reconciliation_lease',
      );
      expect(state!.seeded_at).toBeNull();
    }
    const applied = await adopt(['--apply', '--json']);
    expect(applied).toMatchObject({ code: 0 });
    expect(await findDifferences(clerk.control.state(), database)).toEqual([]);
    expect(await untold()).toBe(0);
    expect(await written()).toMatchObject({ runs: 1, items: 0 });
    expect(JSON.parse(applied.stdout)).toMatchObject({
      isSeeded: true,
      added: PEOPLE + 2 + ORGANIZATIONS + 1 + ORGANIZATIONS * 30 + 1,
    });
  }, 180_000);

  it('brings nobody back who was deleted here for good, and looks alone at what is in doubt', async () => {
    const { users, organizations } = clerk.control.state() as unknown as Record<string, { id: string }[]>;
    const [gone, doubted] = [users![0]!.id, organizations![0]!.id];
    // The next start hashes what an older one left.
    await database.query(
      `insert into tombstones (kind, object_hash, hashed, deleted_at) values ('user', $1, false, now())`,
      [gone],
    );
    // A slug that another organization holds here: that of a page cannot be added with the others.
    await database.query(
      `insert into organizations (id, clerk_id, slug, name, status, version, created_at, updated_at)
       select gen_random_uuid(), 'org_taken', $1, 'Taken', 'active', 1, now(), now()`,
      [(organizations![0] as unknown as { slug: string }).slug],
    );
    const applied = await adopt(['--apply']);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    const here = async (table: string, id: string) =>
      (await database.query(`select from ${table} where clerk_id = $1`, [id])).length;
    expect(await here('users', gone)).toBe(0);
    expect(await here('organizations', doubted)).toBe(1);
    const left = await database.query(
      `select kind, change, clerk_id as id, outcome from reconciliation_items
        where kind in ('user', 'organization') order by 1, 3`,
    );
    expect(left).toEqual([{ kind: 'organization', change: 'missing', id: doubted, outcome: 'applied' }]);
    const [row] = await database.query(
      `select count(*)::int as of_nobody from memberships m left join users u on u.id = m.user_id where u.id is null`,
    );
    expect(row).toEqual({ of_nobody: 0 });
    expect(await untold()).toBe(0);
  }, 120_000);

  it.each<[string, Record<string, string>, string]>([
    ['a key of nobody', { CLERK_SECRET_KEY: `sk_test_${'x'.repeat(42)}` }, 'CLERK_SECRET_KEY is refused'],
    [
      'an instance with another id',
      { CLERK_INSTANCE_ID: 'ins_2ZyXwVuTsRqPoNmLkJiHgFeDcBa' },
      'CLERK_INSTANCE_ID says ins_2ZyXwVuTsRqPoNmLkJiHgFeDcBa',
    ],
  ])(
    'stops at %s before anything is written',
    async (_, changed, sentence) => {
      const before = await written();
      for (const words of [[], ['--apply']]) {
        const { code, stdout, stderr } = await adopt(words, changed);
        expect(code).toBe(1);
        expect(stdout).toContain(sentence);
        expect(stderr).toContain('Nothing was written.');
        expect(`${stdout}${stderr}`).not.toContain(changed['CLERK_SECRET_KEY'] ?? clerk.secretKey);
      }
      expect(await written()).toEqual(before);
    },
    120_000,
  );

  it('stops at a webhook address that leads elsewhere', async () => {
    const { code, stdout } = await adopt(['--webhook-url', `${clerk.url}/api/webhooks/clerk`]);
    expect(code).toBe(1);
    expect(stdout).toContain('and not as this service does');
  }, 60_000);
});
