import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClerkClient, type ClerkClient, type User } from '@clerk/backend';
import { verifyWebhook } from '@clerk/backend/webhooks';
import { startClerkEmulator, totpCode, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { OpenApiContract, openApiFolder, openApiIsPresent } from './openapi-contract.js';
import { RecordedFetch } from './recorded-fetch.js';
import { WEBHOOK_SECRET } from './test-secret.js';
import { WebhookReceiver } from './webhook-receiver.js';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const PICTURE = new Blob([new Uint8Array([137, 80, 78, 71])], { type: 'image/png' });

/** Every operation of the emulator through the unmodified SDK; what the SDK lacks goes over plain `fetch`. */
describe('the Backend API against Clerk’s OpenAPI', () => {
  const contract = openApiIsPresent ? new OpenApiContract('bapi/2026-05-12.yml') : undefined;
  const webhookContract = openApiIsPresent ? new OpenApiContract('webhooks/2025-04-15.yml') : undefined;
  const receiver = new WebhookReceiver();
  let clerk: ClerkEmulator;
  let sdk: ClerkClient;
  let record: RecordedFetch;
  let ada: User;
  let organizationId: string;

  beforeAll(async () => {
    const { url } = await receiver.start();
    clerk = await startClerkEmulator({
      port: 0,
      rateLimits: 'off',
      webhook: { url, secret: WEBHOOK_SECRET },
    });
    record = new RecordedFetch(clerk.url, contract);
    record.start();
    sdk = createClerkClient({
      secretKey: clerk.secretKey,
      publishableKey: clerk.publishableKey,
      apiUrl: clerk.url,
      telemetry: { disabled: true },
    });
  });

  beforeEach(async () => {
    clerk.control.reset();
    ada = await sdk.users.createUser({
      emailAddress: ['ada@example.test', 'ada.second@example.test'],
      phoneNumber: ['+15555550100'],
      username: 'ada',
      firstName: 'Ada',
      lastName: 'Lovelace',
      externalId: 'legacy-1',
      password: 'correct horse battery',
      totpSecret: TOTP_SECRET,
      backupCodes: ['backup-one', 'backup-two'],
      publicMetadata: { plan: { name: 'pro', seats: 3 } },
    });
    organizationId = (
      await sdk.organizations.createOrganization({ name: 'Harbour', slug: 'harbour', createdBy: ada.id })
    ).id;
  });

  afterEach(() => {
    expect(record.problems).toEqual([]);
  });

  afterAll(async () => {
    record.stop();
    await clerk.stop();
    await receiver.stop();
    tellCoverage();
  });

  function tellCoverage(): void {
    const sent = new Set(receiver.types()).size;
    const lines = contract
      ? `${record.operations.size} of ${contract.operations().length} operations, ${sent} of ${webhookContract?.events().length ?? 0} events`
      : `no schema check: Clerk's OpenAPI files are not in ${openApiFolder} (set CLERK_OPENAPI_DIR); ${record.operations.size} operations called`;
    process.stdout.write(`Clerk's contract: ${lines}\n`);
    if (!contract) return;
    const missed = contract.operations().filter((operation) => !record.operations.has(operation));
    if (process.env['CLERK_CONTRACT_VERBOSE'] !== undefined) process.stdout.write(`${missed.join('\n')}\n`);
  }

  /** A call that the SDK does not offer. */
  async function raw(method: string, path: string, body?: unknown): Promise<Record<string, never>> {
    const response = await fetch(`${clerk.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${clerk.secretKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBeLessThan(300);
    const text = await response.text();
    return text === '' ? {} : JSON.parse(text);
  }

  it('serves users', async () => {
    expect((await sdk.users.getUser(ada.id)).externalId).toBe('legacy-1');
    expect((await sdk.users.getUserList({ emailAddress: ['ADA@example.test'] })).data).toHaveLength(1);
    expect(await sdk.users.getCount()).toBe(1);
    await sdk.users.updateUser(ada.id, { firstName: 'Augusta' });
    const merged = await sdk.users.updateUserMetadata(ada.id, {
      publicMetadata: { plan: { seats: null }, vip: true },
    });
    expect(merged.publicMetadata).toEqual({ plan: { name: 'pro' }, vip: true });
    const replaced = await sdk.users.replaceUserMetadata(ada.id, { publicMetadata: { only: 1 } });
    expect(replaced.publicMetadata).toEqual({ only: 1 });
    expect((await sdk.users.banUser(ada.id)).banned).toBe(true);
    expect((await sdk.users.unbanUser(ada.id)).banned).toBe(false);
    expect((await sdk.users.lockUser(ada.id)).locked).toBe(true);
    expect((await sdk.users.unlockUser(ada.id)).locked).toBe(false);
    await raw('POST', '/users/ban', { user_ids: [ada.id] });
    await raw('POST', '/users/unban', { user_ids: [ada.id] });
    await sdk.users.updateUserProfileImage(ada.id, { file: PICTURE });
    await sdk.users.deleteUserProfileImage(ada.id);
    expect((await sdk.users.getOrganizationMembershipList({ userId: ada.id })).totalCount).toBe(1);
    await sdk.users.getOrganizationInvitationList({ userId: ada.id });
    await sdk.users.getUserOauthAccessToken(ada.id, 'google');
    await raw('GET', `/users/${ada.id}/trusted_devices`);
  });

  it('serves passwords and second factors', async () => {
    await expect(
      sdk.users.verifyPassword({ userId: ada.id, password: 'correct horse battery' }),
    ).resolves.toEqual({
      verified: true,
    });
    await sdk.users.verifyTOTP({ userId: ada.id, code: totpCode(TOTP_SECRET, Date.now()) });
    await sdk.users.verifyTOTP({ userId: ada.id, code: 'backup-one' });
    await expect(sdk.users.verifyTOTP({ userId: ada.id, code: 'backup-one' })).rejects.toMatchObject({
      status: 422,
    });
    await sdk.users.setPasswordCompromised(ada.id);
    await sdk.users.unsetPasswordCompromised(ada.id);
    await sdk.users.deleteUserBackupCodes(ada.id);
    await sdk.users.deleteUserTOTP(ada.id);
    await sdk.users.disableUserMFA(ada.id);
    expect((await sdk.users.removePassword(ada.id)).passwordEnabled).toBe(false);
    const ben = await raw('POST', '/users', {
      username: 'ben',
      web3_wallet: ['0xabc'],
      skip_password_requirement: true,
    });
    const [wallet] = ben['web3_wallets'] as unknown as { id: string }[];
    await raw('DELETE', `/users/${String(ben['id'])}/web3_wallets/${String(wallet?.id)}`);
    await sdk.users.deleteUser(String(ben['id']));
  });

  it('serves e-mail addresses and phone numbers', async () => {
    const email = await sdk.emailAddresses.createEmailAddress({
      userId: ada.id,
      emailAddress: 'third@example.test',
    });
    expect(email.verification?.status).toBe('unverified');
    await sdk.emailAddresses.getEmailAddress(email.id);
    await sdk.emailAddresses.updateEmailAddress(email.id, { verified: true, primary: true });
    await sdk.emailAddresses.deleteEmailAddress(email.id);
    const phone = await sdk.phoneNumbers.createPhoneNumber({ userId: ada.id, phoneNumber: '+15555550101' });
    await sdk.phoneNumbers.getPhoneNumber(phone.id);
    await sdk.phoneNumbers.updatePhoneNumber(phone.id, { verified: true });
    await sdk.phoneNumbers.deletePhoneNumber(phone.id);
    await sdk.users.replaceUserEmailAddress(ada.id, { emailAddress: 'only@example.test' });
    await sdk.users.replaceUserPhoneNumber(ada.id, { phoneNumber: '+15555550102' });
    const user = await sdk.users.getUser(ada.id);
    expect(user.emailAddresses.map(({ emailAddress }) => emailAddress)).toEqual(['only@example.test']);
  });

  it('serves organizations and memberships', async () => {
    const list = await sdk.organizations.getOrganizationList({ includeMembersCount: true, query: 'harb' });
    expect(list.data[0]?.membersCount).toBe(1);
    expect((await sdk.organizations.getOrganization({ slug: 'harbour' })).id).toBe(organizationId);
    await sdk.organizations.updateOrganization(organizationId, { name: 'Harbour Hotels' });
    await sdk.organizations.updateOrganizationMetadata(organizationId, { publicMetadata: { a: 1 } });
    await sdk.organizations.replaceOrganizationMetadata(organizationId, { publicMetadata: { b: 2 } });
    await sdk.organizations.updateOrganizationLogo(organizationId, { file: PICTURE, uploaderUserId: ada.id });
    await sdk.organizations.deleteOrganizationLogo(organizationId);
    const mia = await sdk.users.createUser({ emailAddress: ['mia@example.test'] });
    const pair = { organizationId, userId: mia.id };
    await sdk.organizations.createOrganizationMembership({ ...pair, role: 'org:member' });
    await sdk.organizations.updateOrganizationMembership({ ...pair, role: 'org:admin' });
    await sdk.organizations.updateOrganizationMembershipMetadata({ ...pair, publicMetadata: { desk: 4 } });
    expect((await sdk.organizations.getOrganizationMembershipList({ organizationId })).totalCount).toBe(2);
    expect((await sdk.organizations.getInstanceOrganizationMembershipList({})).totalCount).toBe(2);
    await sdk.organizations.deleteOrganizationMembership(pair);
    const gone = await sdk.organizations.createOrganization({ name: 'Gone' });
    await sdk.organizations.deleteOrganization(gone.id);
    await expect(sdk.organizations.getOrganization({ organizationId: gone.id })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('serves invitations to organizations and to the application', async () => {
    const base = { organizationId, role: 'org:member', inviterUserId: ada.id };
    const one = await sdk.organizations.createOrganizationInvitation({
      ...base,
      emailAddress: 'g1@guest.test',
    });
    const bulk = await sdk.organizations.createOrganizationInvitationBulk(organizationId, [
      { role: 'org:member', emailAddress: 'g2@guest.test', inviterUserId: ada.id },
      { role: 'org:member', emailAddress: 'g3@guest.test', inviterUserId: ada.id },
    ]);
    expect(bulk.data).toHaveLength(2);
    await sdk.organizations.getOrganizationInvitation({ organizationId, invitationId: one.id });
    await sdk.organizations.revokeOrganizationInvitation({
      organizationId,
      invitationId: one.id,
      requestingUserId: ada.id,
    });
    const list = await sdk.organizations.getOrganizationInvitationList({
      organizationId,
      status: ['pending'],
    });
    expect(list.totalCount).toBe(2);
    await raw('GET', `/organizations/${organizationId}/invitations/pending`);
    await raw('GET', '/organization_invitations?order_by=-created_at');
    clerk.control.acceptInvitation(String(bulk.data[0]?.id), { firstName: 'Gus' });

    const invitation = await sdk.invitations.createInvitation({ emailAddress: 'app@guest.test' });
    await sdk.invitations.createInvitationBulk([{ emailAddress: 'app2@guest.test' }]);
    expect((await sdk.invitations.getInvitationList()).totalCount).toBe(2);
    expect((await raw('GET', '/invitations')) as unknown).toHaveLength(2);
    expect((await sdk.invitations.revokeInvitation(invitation.id)).status).toBe('revoked');
  });

  it('serves roles, permissions and role sets', async () => {
    const permission = await sdk.organizationPermissions.createOrganizationPermission({
      name: 'Read reports',
      key: 'org:reports:read',
    });
    await sdk.organizationPermissions.getOrganizationPermission(permission.id);
    await sdk.organizationPermissions.updateOrganizationPermission({
      permissionId: permission.id,
      name: 'See reports',
    });
    expect((await sdk.organizationPermissions.getOrganizationPermissionList()).totalCount).toBeGreaterThan(8);
    const role = await sdk.organizationRoles.createOrganizationRole({
      name: 'Auditor',
      key: 'org:auditor',
      permissions: [permission.id],
    });
    const both = { organizationRoleId: role.id, permissionId: permission.id };
    await sdk.organizationRoles.removePermissionFromOrganizationRole(both);
    await sdk.organizationRoles.assignPermissionToOrganizationRole(both);
    await sdk.organizationRoles.getOrganizationRole(role.id);
    await sdk.organizationRoles.updateOrganizationRole({
      organizationRoleId: role.id,
      description: 'Looks, never touches',
    });
    expect((await sdk.organizationRoles.getOrganizationRoleList()).totalCount).toBe(3);

    const roleSetBody = { name: 'Lodges', key: 'role_set:lodges', roles: ['org:admin', 'org:member'] };
    const set = await sdk.roleSets.createRoleSet({
      ...roleSetBody,
      defaultRoleKey: 'org:member',
      creatorRoleKey: 'org:admin',
    });
    await sdk.roleSets.getRoleSet(set.key);
    expect((await sdk.roleSets.getRoleSetList()).totalCount).toBe(2);
    await sdk.roleSets.updateRoleSet({ roleSetKeyOrId: set.id, name: 'Mountain lodges' });
    await sdk.roleSets.addRolesToRoleSet({ roleSetKeyOrId: set.id, roleKeys: ['org:auditor'] });
    await sdk.roleSets.replaceRoleInRoleSet({
      roleSetKeyOrId: set.id,
      roleKey: 'org:auditor',
      toRoleKey: 'org:member',
    });
    await sdk.roleSets.replaceRoleSet({ roleSetKeyOrId: set.id, destRoleSetKey: 'role_set:default' });
    await sdk.organizationRoles.deleteOrganizationRole(role.id);
    await sdk.organizationPermissions.deleteOrganizationPermission(permission.id);
  });

  it('serves sessions, clients, tickets and templates', async () => {
    const session = await sdk.sessions.createSession({ userId: ada.id });
    await sdk.sessions.getSession(session.id);
    expect((await sdk.sessions.getSessionList({ userId: ada.id })).totalCount).toBe(1);
    expect((await sdk.sessions.getToken(session.id)).jwt.split('.')).toHaveLength(3);
    const template = await sdk.jwtTemplates.create({
      name: 'partner',
      claims: { who: '{{user.id}}', at: '{{org.id || user.id}}' },
    });
    await sdk.jwtTemplates.get(template.id);
    await sdk.jwtTemplates.list();
    await sdk.jwtTemplates.update({
      templateId: template.id,
      name: 'partner',
      claims: { who: '{{user.id}}' },
    });
    await sdk.sessions.getToken(session.id, 'partner');
    await sdk.jwtTemplates.delete(template.id);
    await raw('POST', `/sessions/${session.id}/refresh`, {
      expired_token: 'x',
      refresh_token: 'y',
      request_origin: 'http://localhost:3000',
    });
    await sdk.clients.getClient(session.clientId);
    await raw('GET', '/clients?paginated=true');
    expect((await sdk.sessions.revokeSession(session.id)).status).toBe('revoked');
    const ticket = await sdk.signInTokens.createSignInToken({ userId: ada.id, expiresInSeconds: 60 });
    expect((await sdk.signInTokens.revokeSignInToken(ticket.id)).status).toBe('revoked');
    const actor = await sdk.actorTokens.create({
      userId: ada.id,
      actor: { sub: 'user_support' },
      expiresInSeconds: 60,
      sessionMaxDurationInSeconds: 60,
    });
    await sdk.actorTokens.revoke(actor.id);
    await sdk.testingTokens.createTestingToken();
    await sdk.jwks.getJwks();
  });

  it('serves the instance and its lists', async () => {
    await sdk.instance.get();
    await sdk.instance.update({ testMode: true });
    await sdk.instance.updateRestrictions({ allowlist: false });
    await sdk.instance.getOrganizationSettings();
    expect((await sdk.instance.updateOrganizationSettings({ maxAllowedMemberships: 0 })).enabled).toBe(true);
    for (const path of ['protect', 'communication', 'oauth_application_settings']) {
      await raw('GET', `/instance/${path}`);
      await raw('PATCH', `/instance/${path}`, {});
    }
    await raw('PATCH', '/beta_features/instance_settings', { progressive_sign_up: true });
    await raw('PUT', '/beta_features/domain', { home_url: 'https://example.test' });
    await raw('POST', '/instance/change_domain', { home_url: 'https://example.test' });
    const allowed = await sdk.allowlistIdentifiers.createAllowlistIdentifier({
      identifier: 'a@b.test',
      notify: false,
    });
    await sdk.allowlistIdentifiers.getAllowlistIdentifierList();
    await sdk.allowlistIdentifiers.deleteAllowlistIdentifier(allowed.id);
    const blocked = await sdk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: 'c@d.test' });
    expect((await sdk.blocklistIdentifiers.getBlocklistIdentifierList()).totalCount).toBe(1);
    await sdk.blocklistIdentifiers.deleteBlocklistIdentifier(blocked.id);
    const redirect = await sdk.redirectUrls.createRedirectUrl({ url: 'https://app.example.test/cb' });
    await sdk.redirectUrls.getRedirectUrl(redirect.id);
    await sdk.redirectUrls.getRedirectUrlList();
    await sdk.redirectUrls.deleteRedirectUrl(redirect.id);
    const domain = await sdk.domains.add({ name: 'satellite.test', is_satellite: true });
    await sdk.domains.list();
    await sdk.domains.update({ domainId: domain.id, name: 'other.test' });
    await sdk.domains.delete(domain.id);
    await sdk.webhooks.createSvixApp();
    await sdk.webhooks.generateSvixAuthURL();
  });

  it('serves organization domains and the waiting list', async () => {
    const domain = await sdk.organizations.createOrganizationDomain({
      organizationId,
      name: 'harbour.test',
      enrollmentMode: 'manual_invitation',
    });
    await sdk.organizations.getOrganizationDomainList({ organizationId });
    await raw('GET', '/organization_domains');
    await sdk.organizations.updateOrganizationDomain({
      organizationId,
      domainId: domain.id,
      enrollmentMode: 'automatic_suggestion',
    });
    await raw('POST', `/organizations/${organizationId}/domains/${domain.id}/verify_ownership`);
    await sdk.organizations.deleteOrganizationDomain({ organizationId, domainId: domain.id });
    const entry = await sdk.waitlistEntries.create({ emailAddress: 'wait@example.test' });
    await sdk.waitlistEntries.createBulk([{ emailAddress: 'wait2@example.test' }]);
    expect((await sdk.waitlistEntries.list()).totalCount).toBe(2);
    await sdk.waitlistEntries.invite(entry.id);
    await sdk.waitlistEntries.reject(entry.id);
    await sdk.waitlistEntries.delete(entry.id);
  });

  it('serves machines, their tokens and API keys, with and without /v1', async () => {
    const other = await sdk.machines.create({ name: 'Ledger' });
    const machine = await sdk.machines.create({ name: 'Door lock', scopedMachines: [other.id] });
    await sdk.machines.get(machine.id);
    expect((await sdk.machines.list()).totalCount).toBe(2);
    await sdk.machines.update({ machineId: machine.id, name: 'Front door lock' });
    await sdk.machines.getSecretKey(machine.id);
    await sdk.machines.deleteScope(machine.id, other.id);
    await sdk.machines.createScope(machine.id, other.id);
    const { secret } = await sdk.machines.rotateSecretKey({ machineId: machine.id, previousTokenTtl: 0 });
    const token = await sdk.m2m.createToken({ machineSecretKey: secret, secondsUntilExpiration: 60 });
    expect((await sdk.m2m.verify({ token: String(token.token) })).subject).toBe(machine.id);
    expect((await sdk.m2m.list({ subject: machine.id })).totalCount).toBe(1);
    await sdk.m2m.revokeToken({ m2mTokenId: token.id });
    await expect(sdk.m2m.verify({ token: String(token.token) })).rejects.toMatchObject({ status: 400 });
    await sdk.machines.delete(machine.id);

    const key = await sdk.apiKeys.create({ name: 'Nightly export', subject: ada.id });
    await sdk.apiKeys.get(key.id);
    await sdk.apiKeys.update({ apiKeyId: key.id, subject: ada.id, description: 'At two' });
    const shown = await sdk.apiKeys.getSecret(key.id);
    expect((await sdk.apiKeys.verify(shown.secret)).subject).toBe(ada.id);
    expect((await sdk.apiKeys.list({ subject: ada.id })).totalCount).toBe(1);
    await sdk.apiKeys.revoke({ apiKeyId: key.id });
    await expect(sdk.apiKeys.verify(shown.secret)).rejects.toMatchObject({ status: 400 });
    await sdk.apiKeys.delete(key.id);
    await expect(sdk.idPOAuthAccessToken.verify('oat_unknown')).rejects.toMatchObject({ status: 404 });
  });

  it('serves OAuth applications, enterprise connections and an empty till', async () => {
    const application = await sdk.oauthApplications.create({
      name: 'Partner',
      redirectUris: ['https://p.test/cb'],
      scopes: 'email',
    });
    expect(application.clientSecret).toBeTruthy();
    await sdk.oauthApplications.get(application.id);
    await sdk.oauthApplications.list();
    await sdk.oauthApplications.update({ oauthApplicationId: application.id, name: 'Partner two' });
    await sdk.oauthApplications.rotateSecret(application.id);
    await sdk.oauthApplications.revokeToken({ oauthApplicationId: application.id, token: 'oat_some' });
    await sdk.oauthApplications.delete(application.id);
    const connection = await sdk.enterpriseConnections.createEnterpriseConnection({
      name: 'Acme',
      domains: ['acme.test'],
      provider: 'saml_custom',
    });
    await sdk.enterpriseConnections.getEnterpriseConnection(connection.id);
    await sdk.enterpriseConnections.getEnterpriseConnectionList();
    await sdk.enterpriseConnections.updateEnterpriseConnection(connection.id, { active: true });
    await raw('GET', `/enterprise_connections/${connection.id}/test_runs`);
    await sdk.enterpriseConnections.deleteEnterpriseConnection(connection.id);
    expect((await sdk.billing.getPlanList()).totalCount).toBe(0);
    for (const list of ['prices', 'subscription_items', 'statements']) await raw('GET', `/billing/${list}`);
  });

  it('serves sign-ups and the verification of addresses', async () => {
    const begun = await fetch(`${clerk.url}/v1/client/sign_ups`, {
      method: 'POST',
      body: new URLSearchParams({ email_address: 'half@example.test' }),
    });
    const { response } = (await begun.json()) as { response: { id: string } };
    expect((await sdk.signUps.get(response.id)).status).toBe('missing_requirements');
    await sdk.signUps.update({ signUpAttemptId: response.id, externalId: 'legacy-2' });
    const [email] = (await sdk.users.getUser(ada.id)).emailAddresses;
    const [phone] = (await sdk.users.getUser(ada.id)).phoneNumbers;
    for (const path of [`/email_addresses/${String(email?.id)}`, `/phone_numbers/${String(phone?.id)}`]) {
      const prepared = await raw('POST', `${path}/prepare_verification`);
      await raw('POST', `${path}/attempt_verification`, { verification_id: prepared['id'], code: '424242' });
    }
  });

  it('sends each of Clerk’s events, signed and in its shape', async () => {
    const types = webhookContract?.events() ?? ['user.created'];
    for (const type of types) clerk.control.emit(type);
    await sdk.users.deleteUser((await sdk.users.createUser({ emailAddress: ['last@example.test'] })).id);
    await clerk.control.flushWebhooks();
    const problems: string[] = [];
    for (const { headers, body } of receiver.received) {
      const request = new Request('http://api.test', {
        method: 'POST',
        headers: headers as Record<string, string>,
        body,
      });
      const event = await verifyWebhook(request, { signingSecret: WEBHOOK_SECRET });
      problems.push(...(webhookContract?.checkEvent(event.type, JSON.parse(body)) ?? []));
    }
    expect(problems).toEqual([]);
    expect([...new Set(receiver.types())].sort()).toEqual(expect.arrayContaining([...types].sort()));
  });
});
