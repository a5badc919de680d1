import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyToken, type ClerkClient } from '@clerk/backend';
import { __experimental_JWTPayloadToAuthObjectProperties as decodeClaims } from '@clerk/shared/jwtPayloadParser';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { request, sdkFor, TEST_KEYS, type Json } from './sdk-client.js';

const PARTY = 'https://app.example.test';

describe('session tokens', () => {
  let clerk: ClerkEmulator;
  let sdk: ClerkClient;
  let userId: string;

  beforeAll(async () => {
    clerk = await startClerkEmulator({
      port: 0,
      keys: TEST_KEYS,
      authorizedParties: [PARTY],
      rateLimits: 'off',
    });
    sdk = sdkFor(clerk);
    userId = clerk.control.ensureUser({ email: 'ada@example.test' }).id;
  });
  afterAll(() => clerk.stop());

  const decode = (jwt: string, part = 1): Json =>
    JSON.parse(Buffer.from(String(jwt.split('.')[part]), 'base64url').toString());

  it('pass the SDK’s verifyToken, with the key given and with the key fetched', async () => {
    const { jwt, sessionId } = clerk.control.tokens({ userId });
    const local = await verifyToken(jwt, { jwtKey: clerk.jwtKey, authorizedParties: [PARTY] });
    expect(local).toMatchObject({
      sub: userId,
      sid: sessionId,
      azp: PARTY,
      iss: clerk.url,
      v: 2,
      sts: 'active',
    });
    expect(local.exp - local.iat).toBe(60);
    expect(local.iat - local.nbf).toBe(10);
    const fetched = await verifyToken(jwt, {
      secretKey: clerk.secretKey,
      apiUrl: clerk.url,
      skipJwksCache: true,
    });
    expect(fetched.sub).toBe(userId);
  });

  it('carry the session category and the instance as key id', () => {
    const header = decode(clerk.control.tokens({ userId }).jwt, 0);
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', cat: 'cl_B7d4PD111AAA', kid: clerk.instanceId });
  });

  it('are signed by the key of both JWKS addresses', async () => {
    const open = await fetch(`${clerk.url}/.well-known/jwks.json`);
    const { keys } = (await open.json()) as { keys: Record<string, string>[] };
    expect((await request(clerk, 'GET', '/v1/jwks')).body).toEqual({ keys });
    const [content, signature] = clerk.control.tokens({ userId }).jwt.split(/\.(?=[^.]+$)/);
    const key = createPublicKey({ key: keys[0]!, format: 'jwk' });
    expect(
      verify('sha256', Buffer.from(String(content)), key, Buffer.from(String(signature), 'base64url')),
    ).toBe(true);
  });

  it('encode custom permissions so that the SDK decodes exactly those, and no system permission', async () => {
    const keys = ['org:reports:read', 'org:rooms:manage', 'org:rooms:read'];
    const permissions = await Promise.all(
      keys.map((key) => sdk.organizationPermissions.createOrganizationPermission({ name: key, key })),
    );
    const { data } = await sdk.organizationPermissions.getOrganizationPermissionList({
      query: 'org:sys_memberships:read',
    });
    expect(data).toHaveLength(1);
    await sdk.organizationRoles.createOrganizationRole({
      name: 'Clerk of the house',
      key: 'org:house',
      permissions: [...permissions, ...data].map(({ id }) => id),
      includeInInitialRoleSet: true,
    });
    const organization = await sdk.organizations.createOrganization({ name: 'House', createdBy: userId });
    const guest = clerk.control.ensureUser({ email: 'guest@example.test' }).id;
    clerk.control.ensureMembership({ organizationId: organization.id, userId: guest, role: 'org:house' });
    const { jwt } = clerk.control.tokens({ email: 'guest@example.test', organizationId: organization.id });
    const claims = decode(jwt);
    expect(claims.o).toMatchObject({ id: organization.id, slg: organization.slug, rol: 'house' });
    const auth = decodeClaims(claims);
    expect(auth.orgRole).toBe('org:house');
    expect([...(auth.orgPermissions ?? [])].sort()).toEqual(keys);
  });

  it('take any claim for negative tests, and lose those set to null', () => {
    const { jwt } = clerk.control.tokens({
      userId,
      expiresInSeconds: -120,
      claims: { iss: 'https://elsewhere.test', azp: null, sid: null, extra: 1 },
    });
    const claims = decode(jwt);
    expect(claims).toMatchObject({ iss: 'https://elsewhere.test', extra: 1 });
    expect(claims).not.toHaveProperty('azp');
    expect(claims).not.toHaveProperty('sid');
    expect(claims.exp).toBeLessThan(claims.iat);
  });

  it('of the Backend API have no azp', async () => {
    const session = await sdk.sessions.createSession({ userId });
    const { jwt } = await sdk.sessions.getToken(session.id, undefined, 600);
    const claims = decode(jwt);
    expect(claims).not.toHaveProperty('azp');
    expect(claims.exp - claims.iat).toBe(600);
  });

  it('reuse the person’s session for the same organization and keep one for each', () => {
    const organizationId = clerk.control.ensureOrganization({
      name: 'Second',
      slug: 'second',
      createdBy: userId,
    }).id;
    const first = clerk.control.tokens({ userId, organizationId });
    expect(clerk.control.tokens({ userId, organizationId }).sessionId).toBe(first.sessionId);
    expect(clerk.control.tokens({ userId }).sessionId).not.toBe(first.sessionId);
  });

  it('are no longer minted once the session is revoked or expired', async () => {
    const session = await sdk.sessions.createSession({ userId });
    clerk.control.advanceClock(8 * 86_400);
    expect((await sdk.sessions.getSession(session.id)).status).toBe('expired');
    await expect(sdk.sessions.getToken(session.id)).rejects.toMatchObject({ status: 401 });
  });

  it('stay valid for receivers on the wall clock when the emulator’s clock was moved', async () => {
    clerk.control.advanceClock(86_400);
    const { jwt } = clerk.control.tokens({ userId });
    await expect(verifyToken(jwt, { jwtKey: clerk.jwtKey })).resolves.toMatchObject({ sub: userId });
  });
});
