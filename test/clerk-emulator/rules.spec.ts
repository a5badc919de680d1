import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { hash } from '@node-rs/argon2';
import type { ClerkClient } from '@clerk/backend';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { request, sdkFor, TEST_KEYS } from './sdk-client.js';

const ID = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-9A-Za-z]{27}$`);

describe('Clerk’s rules', () => {
  let clerk: ClerkEmulator;
  let sdk: ClerkClient;
  let owner: string;
  let organizationId: string;

  beforeAll(async () => {
    clerk = await startClerkEmulator({ port: 0, keys: TEST_KEYS, rateLimits: 'off' });
    sdk = sdkFor(clerk);
  });
  beforeEach(() => {
    clerk.control.reset();
    owner = clerk.control.ensureUser({ email: 'owner@example.test' }).id;
    organizationId = clerk.control.ensureOrganization({
      name: 'Harbour',
      slug: 'harbour',
      createdBy: owner,
    }).id;
  });
  afterAll(() => clerk.stop());

  /** Status and code of what a call is refused with. */
  async function refusal(call: Promise<unknown>): Promise<unknown> {
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason as { status: number; errors: { code: string }[] },
    );
    return error && [error.status, error.errors[0]?.code];
  }

  it('give ids of a prefix and 27 characters that rise with time, and times in milliseconds', () => {
    const { users, organizations, organizationMemberships, roles } = clerk.control.state();
    expect(users[0]?.['id']).toMatch(ID('user'));
    expect(organizations[0]?.['id']).toMatch(ID('org'));
    expect(organizationMemberships[0]?.['id']).toMatch(ID('orgmem'));
    expect(roles[0]?.['id']).toMatch(ID('role'));
    expect(Math.abs(Number(users[0]?.['created_at']) - Date.now())).toBeLessThan(60_000);
    const made = Array.from(
      { length: 50 },
      (_, index) => clerk.control.ensureUser({ email: `u${index}@x.test` }).id,
    );
    expect(made).toEqual([...made].sort());
  });

  it('move updated_at forward with every change, even when no time passes', async () => {
    const still = await startClerkEmulator({
      port: 0,
      keys: TEST_KEYS,
      rateLimits: 'off',
      now: () => 1_795_000_000_000,
    });
    try {
      const { id } = still.control.ensureUser({ email: 'still@example.test' });
      const times: number[] = [];
      for (let round = 0; round < 3; round++) {
        times.push((await sdkFor(still).users.updateUser(id, { firstName: `Round ${round}` })).updatedAt);
      }
      expect(times).toEqual([1_795_000_000_001, 1_795_000_000_002, 1_795_000_000_003]);
    } finally {
      await still.stop();
    }
  });

  it('refuse identifiers that are taken', async () => {
    await sdk.users.updateUser(owner, { externalId: 'ext-1' });
    const taken = [422, 'form_identifier_exists'];
    expect(await refusal(sdk.users.createUser({ emailAddress: ['OWNER@example.test'] }))).toEqual(taken);
    expect(await refusal(sdk.users.createUser({ emailAddress: ['a@x.test'], externalId: 'ext-1' }))).toEqual(
      taken,
    );
    expect(await refusal(sdk.organizations.createOrganization({ name: 'H', slug: 'harbour' }))).toEqual(
      taken,
    );
  });

  it('refuse unknown fields, wrong types, missing fields and broken JSON', async () => {
    const post = async (path: string, body: unknown): Promise<unknown[]> => {
      const answer = await request(clerk, 'POST', path, body);
      return [answer.status, answer.body.errors[0].code, answer.body.errors[0].meta?.param_name];
    };
    expect(await post('/v1/users', { shoe_size: 42 })).toEqual([422, 'form_param_unknown', 'shoe_size']);
    expect(await post('/v1/users', { email_address: 'not an address' })).toEqual([
      422,
      'form_param_format_invalid',
      'email_address',
    ]);
    expect(await post('/v1/users', { email_address: ['a@b.test'], banned: 'perhaps' })).toEqual([
      422,
      'form_param_format_invalid',
      'banned',
    ]);
    expect(await post('/v1/organizations', {})).toEqual([422, 'form_param_missing', 'name']);
    expect(await post('/v1/users', {})).toEqual([422, 'form_data_missing', undefined]);
    expect(await post('/v1/users', '{"half": ')).toEqual([400, 'request_body_invalid', undefined]);
    expect(await post('/v1/users', [])).toEqual([400, 'request_body_invalid', undefined]);
    const big = await request(clerk, 'PATCH', `/v1/users/${owner}/metadata`, {
      public_metadata: { a: 'x'.repeat(9000) },
    });
    expect([big.status, big.body.errors[0].code]).toEqual([422, 'form_param_value_invalid']);
  });

  it('ask for the secret key', async () => {
    const asked = async (authorization: string): Promise<unknown[]> => {
      const answer = await request(clerk, 'GET', '/v1/users', undefined, { authorization });
      return [answer.status, answer.body.errors[0].code];
    };
    expect(await asked('')).toEqual([401, 'authentication_invalid']);
    expect(await asked(clerk.secretKey)).toEqual([401, 'authorization_header_format_invalid']);
    expect(await asked('Bearer sk_test_wrong')).toEqual([401, 'clerk_key_invalid']);
  });

  it('keep the last administrator', async () => {
    const needed = [400, 'organization_minimum_permissions_needed'];
    const pair = { organizationId, userId: owner };
    expect(await refusal(sdk.organizations.deleteOrganizationMembership(pair))).toEqual(needed);
    expect(
      await refusal(sdk.organizations.updateOrganizationMembership({ ...pair, role: 'org:member' })),
    ).toEqual(needed);
    const second = clerk.control.ensureUser({ email: 'second@example.test' }).id;
    await sdk.organizations.createOrganizationMembership({
      organizationId,
      userId: second,
      role: 'org:admin',
    });
    expect(await refusal(sdk.organizations.deleteOrganizationMembership(pair))).toBeUndefined();
  });

  it('refuse members twice, unknown roles, roles outside the role set, and more than the limit', async () => {
    const join = (userId: string, role = 'org:member'): Promise<unknown> =>
      sdk.organizations.createOrganizationMembership({ organizationId, userId, role });
    expect(await refusal(join(owner))).toEqual([400, 'already_a_member_in_organization']);
    const [a, b] = ['a@x.test', 'b@x.test'].map((email) => clerk.control.ensureUser({ email }).id) as [
      string,
      string,
    ];
    expect(await refusal(join(a, 'org:astronaut'))).toEqual([404, 'resource_not_found']);
    await sdk.organizationRoles.createOrganizationRole({ name: 'Loose', key: 'org:loose' });
    expect(await refusal(join(a, 'org:loose'))).toEqual([404, 'resource_not_found']);
    await sdk.organizations.updateOrganization(organizationId, { maxAllowedMemberships: 2 });
    expect(await refusal(join(a))).toBeUndefined();
    expect(await refusal(join(b))).toEqual([403, 'organization_membership_quota_exceeded']);
  });

  it('refuse invitations of members, of the invited and by strangers; in bulk all or none', async () => {
    const invite = (emailAddress: string, inviterUserId = owner): Promise<unknown> =>
      sdk.organizations.createOrganizationInvitation({
        organizationId,
        emailAddress,
        role: 'org:member',
        inviterUserId,
      });
    expect(await refusal(invite('new@guest.test'))).toBeUndefined();
    expect(await refusal(invite('New@Guest.test'))).toEqual([400, 'duplicate_record']);
    expect(await refusal(invite('owner@example.test'))).toEqual([400, 'already_a_member_in_organization']);
    const stranger = clerk.control.ensureUser({ email: 'stranger@example.test' }).id;
    expect(await refusal(invite('other@guest.test', stranger))).toEqual([
      403,
      'not_a_member_in_organization',
    ]);
    const bulk = (addresses: string[]): Promise<unknown> =>
      sdk.organizations.createOrganizationInvitationBulk(
        organizationId,
        addresses.map((emailAddress) => ({ emailAddress, role: 'org:member', inviterUserId: owner })),
      );
    expect(await refusal(bulk(['one@guest.test', 'new@guest.test']))).toEqual([400, 'duplicate_record']);
    expect(await refusal(bulk(Array.from({ length: 11 }, (_, n) => `n${n}@guest.test`)))).toEqual([
      400,
      'bulk_size_exceeded',
    ]);
    const list = await sdk.organizations.getOrganizationInvitationList({ organizationId });
    expect(list.totalCount).toBe(1);
  });

  it('let invitations expire on the emulator’s clock', async () => {
    const invitation = await sdk.organizations.createOrganizationInvitation({
      organizationId,
      emailAddress: 'late@guest.test',
      role: 'org:member',
      inviterUserId: owner,
      expiresInDays: 1,
    });
    clerk.control.advanceClock(86_401);
    const both = { organizationId, invitationId: invitation.id };
    expect((await sdk.organizations.getOrganizationInvitation(both)).status).toBe('expired');
    expect(await refusal(sdk.organizations.revokeOrganizationInvitation(both))).toEqual([
      400,
      'organization_invitation_not_pending',
    ]);
  });

  it('check imported Argon2id digests and those of other hashers', async () => {
    const user = await sdk.users.createUser({
      emailAddress: ['moved@example.test'],
      passwordDigest: await hash('old password'),
      passwordHasher: 'argon2id',
    });
    expect(await refusal(sdk.users.verifyPassword({ userId: user.id, password: 'wrong' }))).toEqual([
      422,
      'incorrect_password',
    ]);
    expect(
      await refusal(sdk.users.verifyPassword({ userId: user.id, password: 'old password' })),
    ).toBeUndefined();
    const bad = sdk.users.createUser({
      emailAddress: ['bad@x.test'],
      passwordDigest: 'nonsense',
      passwordHasher: 'argon2id',
    });
    expect(await refusal(bad)).toEqual([422, 'form_param_value_invalid']);
    const md5 = await sdk.users.createUser({
      emailAddress: ['md5@example.test'],
      passwordDigest: '5f4dcc3b5aa765d61d8327deb882cf99',
      passwordHasher: 'md5',
    });
    expect(await refusal(sdk.users.verifyPassword({ userId: md5.id, password: 'password' }))).toBeUndefined();
    const none = await refusal(sdk.users.verifyPassword({ userId: owner, password: 'any' }));
    expect(none).toEqual([400, 'no_password_set']);
  });

  it('take memberships and sessions away with the user, and everything with the organization', async () => {
    const guest = clerk.control.ensureUser({ email: 'guest@example.test' }).id;
    clerk.control.ensureMembership({ organizationId, userId: guest, role: 'org:member' });
    clerk.control.tokens({ userId: guest, organizationId });
    const ownerSession = clerk.control.tokens({ userId: owner, organizationId }).sessionId;
    expect(await sdk.users.deleteUser(guest)).toMatchObject({ id: guest, deleted: true });
    const after = clerk.control.state();
    expect(after.organizationMemberships).toHaveLength(1);
    expect(after.sessions.map(({ user_id }) => user_id)).toEqual([owner]);
    await sdk.organizations.deleteOrganization(organizationId);
    expect(clerk.control.state()).toMatchObject({ organizations: [], organizationMemberships: [] });
    expect((await sdk.sessions.getSession(ownerSession)).lastActiveOrganizationId).toBeNull();
  });

  it('end every session of a banned user', async () => {
    const { sessionId } = clerk.control.tokens({ userId: owner });
    await sdk.users.banUser(owner);
    expect((await sdk.sessions.getSession(sessionId)).status).toBe('revoked');
  });

  it('refuse to delete roles in use and to touch system permissions', async () => {
    const { data: roles } = await sdk.organizationRoles.getOrganizationRoleList();
    const admin = roles.find(({ key }) => key === 'org:admin')!;
    expect(await refusal(sdk.organizationRoles.deleteOrganizationRole(admin.id))).toEqual([
      422,
      'organization_role_used_as_creator_role',
    ]);
    const { data } = await sdk.organizationPermissions.getOrganizationPermissionList({ limit: 100 });
    const system = data.find(({ key }) => key === 'org:sys_profile:manage')!;
    expect(
      ((await refusal(sdk.organizationPermissions.deleteOrganizationPermission(system.id))) as unknown[])[0],
    ).toBe(403);
  });
});
