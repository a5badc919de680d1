import { expect, it } from 'vitest';
import type { CheckedBackend } from './checked-backend.js';

/** The instance itself: sessions and tickets, its lists, machines, OAuth applications, and what is not sold. */
export function instanceCases(started: () => CheckedBackend): void {
  it('serves sessions, clients, tickets and templates', async () => {
    const { sdk, ada, raw } = started();
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
    const { sdk, raw } = started();
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

  it('serves machines, their tokens and API keys, with and without /v1', async () => {
    const { sdk, ada } = started();
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
    const { sdk, raw } = started();
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
}
