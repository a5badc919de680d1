import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyToken } from '@clerk/backend';
import type { ClerkClient } from '@clerk/backend';
import { totpCode, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { claimsOf, FrontendVisitors, ORIGIN, PASSWORD } from './frontend-visitors.js';
import { reverificationCases } from './reverification-cases.js';

describe('the Frontend API', () => {
  let visitors: FrontendVisitors;
  let clerk: ClerkEmulator;
  let sdk: ClerkClient;

  beforeAll(async () => {
    visitors = await FrontendVisitors.start();
    ({ clerk, sdk } = visitors);
  });
  afterAll(async () => {
    await clerk.stop();
    const { called, contract } = visitors;
    if (contract)
      process.stdout.write(`Frontend API: ${called.size} of ${contract.operations().length} operations\n`);
  });

  const browser = (origin?: string) => visitors.browser(origin);
  const person = () => visitors.person();
  const signedIn = () => visitors.signedIn();

  it('signs in with a password in one call and mints tokens with the origin as azp', async () => {
    const { tab, sessionId, id } = await signedIn();
    const { body } = await tab.post(`/client/sessions/${sessionId}/tokens`);
    const claims = await verifyToken(body.jwt, {
      jwtKey: clerk.jwtKey,
      authorizedParties: [ORIGIN],
    });
    expect(claims).toMatchObject({
      sub: id,
      sid: sessionId,
      azp: ORIGIN,
      v: 2,
      sts: 'active',
      iss: clerk.issuer,
    });
    const client = await tab.send('GET', '/client');
    expect(client.body.response.sessions).toHaveLength(1);
  });

  it('leaves azp out where no origin asked', async () => {
    const user = await person();
    const app = browser('');
    const { body } = await app.post('/client/sign_ins?_is_native=true', {
      identifier: user.email,
      password: PASSWORD,
    });
    const token = await app.post(`/client/sessions/${body.response.created_session_id}/tokens`);
    const claims = claimsOf(token.body.jwt);
    expect(claims).not.toHaveProperty('azp');
  });

  it('counts wrong passwords, locks at the tenth, and lets in again after an hour', async () => {
    const user = await person();
    const tab = browser();
    for (let attempt = 0; attempt < 10; attempt++) {
      const wrong = await tab.post('/client/sign_ins', {
        identifier: user.email,
        password: 'not the password',
      });
      expect(wrong.body.errors[0].code).toBe('form_password_incorrect');
      expect(wrong.status).toBe(422);
    }
    const locked = await tab.post('/client/sign_ins', { identifier: user.email, password: PASSWORD });
    expect([locked.status, locked.body.errors[0].code]).toEqual([403, 'user_locked']);
    clerk.control.advanceClock(3601);
    const free = await tab.post('/client/sign_ins', { identifier: user.email, password: PASSWORD });
    expect(free.body.response.status).toBe('complete');
  });

  it('refuses strangers and banned people', async () => {
    const unknown = await browser().post('/client/sign_ins', { identifier: 'nobody@example.test' });
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'form_identifier_not_found']);
    const user = await person();
    await sdk.users.banUser(user.id);
    const banned = await browser().post('/client/sign_ins', { identifier: user.email, password: PASSWORD });
    expect([banned.status, banned.body.errors[0].code]).toEqual([403, 'user_banned']);
  });

  it('enrols an authenticator app and then asks for it as second factor', async () => {
    const { tab, email } = await signedIn();
    const { secret } = (await tab.post('/me/totp')).body.response;
    const wrong = await tab.post('/me/totp/attempt_verification', { code: '000000' });
    expect(wrong.status).toBe(422);
    const enrolled = await tab.post('/me/totp/attempt_verification', { code: totpCode(secret, Date.now()) });
    expect(enrolled.body.response).toMatchObject({ verified: true });
    const [backup] = enrolled.body.response.backup_codes;

    const second = browser();
    const first = await second.post('/client/sign_ins', { identifier: email });
    expect(first.body.response.status).toBe('needs_first_factor');
    const { id } = first.body.response;
    const half = await second.post(`/client/sign_ins/${id}/attempt_first_factor`, {
      strategy: 'password',
      password: PASSWORD,
    });
    expect(half.body.response.status).toBe('needs_second_factor');
    const done = await second.post(`/client/sign_ins/${id}/attempt_second_factor`, {
      strategy: 'backup_code',
      code: backup,
    });
    expect(done.body.response.status).toBe('complete');
    const token = await second.post(`/client/sessions/${done.body.response.created_session_id}/tokens`);
    const claims = claimsOf(token.body.jwt);
    expect(claims.fva).toEqual([0, 0]);
    await tab.post('/me/backup_codes');
    expect((await tab.send('DELETE', '/me/totp')).status).toBe(200);
  });

  it('makes an organization the active one, and refuses a foreign one', async () => {
    const { tab, id, sessionId } = await signedIn();
    const own = await sdk.organizations.createOrganization({ name: 'Own', createdBy: id });
    const foreign = await sdk.organizations.createOrganization({ name: 'Foreign' });
    const touched = await tab.post(`/client/sessions/${sessionId}/touch`, { active_organization_id: own.id });
    expect(touched.body.response.last_active_organization_id).toBe(own.id);
    const token = await tab.post(`/client/sessions/${sessionId}/tokens`, { organization_id: own.id });
    const claims = claimsOf(token.body.jwt);
    expect(claims.o).toEqual({ id: own.id, rol: 'admin', slg: own.slug });
    const refused = await tab.post(`/client/sessions/${sessionId}/touch`, {
      active_organization_id: foreign.id,
    });
    expect(refused.status).toBe(404);
    expect(
      (await tab.send('GET', '/me/organization_memberships?paginated=true')).body.response.total_count,
    ).toBe(1);
  });

  it('ends a session, after which it mints no tokens', async () => {
    const { tab, sessionId } = await signedIn();
    expect((await tab.post(`/client/sessions/${sessionId}/end`)).body.response.status).toBe('ended');
    expect((await tab.post(`/client/sessions/${sessionId}/tokens`)).status).toBe(401);
    expect((await browser().post(`/client/sessions/${sessionId}/tokens`)).status).toBe(401);
  });

  it('changes the password and signs out elsewhere', async () => {
    const { tab, email } = await signedIn();
    const elsewhere = browser();
    const other = await elsewhere.post('/client/sign_ins', { identifier: email, password: PASSWORD });
    const refused = await tab.post('/me/change_password', {
      current_password: 'wrong',
      new_password: 'a new password',
    });
    expect(refused.body.errors[0].code).toBe('form_password_incorrect');
    const changed = await tab.post('/me/change_password', {
      current_password: PASSWORD,
      new_password: 'a new password',
      sign_out_of_other_sessions: 'true',
    });
    expect(changed.status).toBe(200);
    const gone = await elsewhere.post(`/client/sessions/${other.body.response.created_session_id}/tokens`);
    expect(gone.status).toBe(401);
    expect((await tab.send('GET', '/me')).status).toBe(200);
  });

  it('signs in with a sign-in token once, and as somebody else with an actor token', async () => {
    const user = await person();
    const { token } = await sdk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 60 });
    const done = await browser().post('/client/sign_ins', { strategy: 'ticket', ticket: token });
    expect(done.body.response.status).toBe('complete');
    const again = await browser().post('/client/sign_ins', { strategy: 'ticket', ticket: token });
    expect([again.status, again.body.errors[0].code]).toEqual([400, 'ticket_invalid_code']);

    const actor = await sdk.actorTokens.create({
      userId: user.id,
      actor: { sub: 'user_support' },
      expiresInSeconds: 60,
      sessionMaxDurationInSeconds: 60,
    });
    const tab = browser();
    const { body } = await tab.post('/client/sign_ins', { strategy: 'ticket', ticket: String(actor.token) });
    const minted = await tab.post(`/client/sessions/${body.response.created_session_id}/tokens`);
    const claims = claimsOf(minted.body.jwt);
    expect(claims).toMatchObject({ sub: user.id, act: { sub: 'user_support' } });
  });

  it('signs up with a code, and with the ticket of an invitation', async () => {
    const tab = browser();
    const begun = await tab.post('/client/sign_ups', {
      email_address: 'fresh@example.test',
      password: PASSWORD,
    });
    expect(begun.body.response.unverified_fields).toEqual(['email_address']);
    const path = `/client/sign_ups/${begun.body.response.id}`;
    await tab.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    const wrong = await tab.post(`${path}/attempt_verification`, { strategy: 'email_code', code: '111111' });
    expect(wrong.status).toBe(422);
    const done = await tab.post(`${path}/attempt_verification`, { strategy: 'email_code', code: '424242' });
    expect(done.body.response.status).toBe('complete');

    const owner = await person();
    const { id: organizationId } = await sdk.organizations.createOrganization({
      name: 'Ticketed',
      createdBy: owner.id,
    });
    const invitation = await sdk.organizations.createOrganizationInvitation({
      organizationId,
      emailAddress: 'invited@example.test',
      role: 'org:member',
      inviterUserId: owner.id,
    });
    const ticket = String(new URL(String(invitation.url)).searchParams.get('ticket'));
    const accepted = await browser().post('/client/sign_ups', {
      strategy: 'ticket',
      ticket,
      first_name: 'Ina',
    });
    expect(accepted.body.response).toMatchObject({
      status: 'complete',
      email_address: 'invited@example.test',
    });
    const members = await sdk.organizations.getOrganizationMembershipList({ organizationId });
    expect(members.data.map(({ publicUserData }) => publicUserData?.firstName)).toContain('Ina');
  });

  it('lets people look after their account, their organizations and their sessions', async () => {
    const { tab, email, id } = await signedIn();
    expect((await tab.send('PATCH', '/me', { first_name: 'Renamed' })).body.response.first_name).toBe(
      'Renamed',
    );
    const owner = await person();
    const { id: organizationId } = await sdk.organizations.createOrganization({
      name: 'Asking',
      createdBy: owner.id,
    });
    const { id: invitationId } = await sdk.organizations.createOrganizationInvitation({
      organizationId,
      emailAddress: email,
      role: 'org:member',
      inviterUserId: owner.id,
    });
    const invitations = await tab.send('GET', '/me/organization_invitations?status=pending');
    expect(invitations.body.response.data[0].public_organization_data.name).toBe('Asking');
    const accepted = await tab.post(`/me/organization_invitations/${invitationId}/accept`);
    expect(accepted.body.response.status).toBe('accepted');
    expect((await tab.send('DELETE', `/me/organization_memberships/${organizationId}`)).status).toBe(200);
    const other = await browser().post('/client/sign_ins', { identifier: email, password: PASSWORD });
    expect((await tab.send('GET', '/me/sessions/active')).body).toHaveLength(2);
    const revoked = await tab.post(`/me/sessions/${other.body.response.created_session_id}/revoke`);
    expect(revoked.body.response.status).toBe('revoked');
    expect((await tab.send('DELETE', '/me')).body.response).toMatchObject({ id, deleted: true });
    expect((await tab.send('GET', '/me')).status).toBe(404);
  });

  it('signs in with a code by mail, and forgets the browser on request', async () => {
    const user = await person();
    const tab = browser();
    const { id } = (await tab.post('/client/sign_ins', { identifier: user.email })).body.response;
    await tab.post(`/client/sign_ins/${id}/prepare_first_factor`, { strategy: 'email_code' });
    const done = await tab.post(`/client/sign_ins/${id}/attempt_first_factor`, {
      strategy: 'email_code',
      code: '424242',
    });
    const sessionId = String(done.body.response.created_session_id);
    expect((await tab.send('GET', `/client/sign_ins/${id}`)).body.response.status).toBe('complete');
    expect((await tab.send('GET', `/client/sessions/${sessionId}`)).body.response.id).toBe(sessionId);
    expect((await tab.send('DELETE', '/client/sessions')).body.response.sessions).toEqual([]);
    expect((await sdk.sessions.getSession(sessionId)).status).toBe('removed');
  });

  it('opens to pages of the authorized parties only', async () => {
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${clerk.url}/v1/client/sign_ins`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    expect((await preflight(ORIGIN)).headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect((await preflight('https://evil.test')).headers.get('access-control-allow-origin')).toBeNull();
  });

  reverificationCases(() => visitors);
});
