import { sign } from 'node:crypto';
import type { EmulatorCore } from '../emulator-core.js';
import { clerkError } from '../server/clerk-error.js';
import { findRole, rolePermissions } from '../shapes/role.shape.js';
import { hasSecondFactor } from '../shapes/user.shape.js';
import { randomText } from '../state/id-generator.js';
import { signingKey } from '../state/instance-identity.js';
import type { JsonObject, SessionRecord } from '../state/records.js';
import { findMembership } from './membership-operations.js';

/** Token categories that Clerk puts into the header; the SDK tells kinds of JWT apart by them. */
export const TOKEN_CATEGORY = {
  session: 'cl_B7d4PD111AAA',
  template: 'cl_B7d4PD222AAA',
  machine: 'cl_B7d4PD333AAA',
} as const;

const LIFETIME_SECONDS = 60;
const SKEW_SECONDS = 10;
const JTI_BYTES = 20;

export interface TokenRequest {
  /** The origin that asked for the token; without one there is no `azp`, as with Clerk. */
  azp?: string | undefined;
  expiresInSeconds?: number | undefined;
  /** Replaces any claim; `null` or undefined removes it. */
  claims?: JsonObject | undefined;
}

/** The claims of a version 2 session token for the session's active organization. */
export function sessionClaims(core: EmulatorCore, session: SessionRecord, request: TokenRequest): JsonObject {
  // Receivers compare with their own clock, so the wall clock counts and not the movable one.
  const iat = Math.floor(core.clock.wall() / 1000);
  const minutesSince = (at: number): number => Math.max(0, Math.floor((core.clock.now() - at) / 60_000));
  const user = core.state.users.get(session.user_id);
  const second = session.second_factor_at;
  const organization = organizationClaims(core, session);
  return {
    ...(request.azp !== undefined && { azp: request.azp }),
    exp: iat + (request.expiresInSeconds ?? LIFETIME_SECONDS),
    fva: [
      minutesSince(session.first_factor_at),
      second !== null && user && hasSecondFactor(user) ? minutesSince(second) : -1,
    ],
    iat,
    iss: core.url(),
    jti: randomText(JTI_BYTES),
    nbf: iat - SKEW_SECONDS,
    ...organization,
    sid: session.id,
    sts: session.status === 'pending' ? 'pending' : 'active',
    sub: session.user_id,
    v: 2,
    ...(session.actor && { act: session.actor }),
  };
}

/** A signed session token. */
export function mintSessionToken(
  core: EmulatorCore,
  session: SessionRecord,
  request: TokenRequest = {},
): string {
  const claims = { ...sessionClaims(core, session, request), ...request.claims };
  const kept = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
  return signJwt(core, Object.fromEntries(kept), TOKEN_CATEGORY.session);
}

/** Signs claims with the instance's key (RS256). */
export function signJwt(core: EmulatorCore, claims: JsonObject, category: string): string {
  const header = { alg: 'RS256', cat: category, kid: core.identity.instanceId, typ: 'JWT' };
  const content = `${encode(header)}.${encode(claims)}`;
  keys.set(core.identity, keys.get(core.identity) ?? signingKey(core.identity));
  const key = keys.get(core.identity);
  if (!key) throw clerkError(500, 'internal_clerk_error', 'no signing key');
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
}

const keys = new WeakMap<object, ReturnType<typeof signingKey>>();

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function organizationClaims(core: EmulatorCore, session: SessionRecord): JsonObject {
  const id = session.last_active_organization_id;
  const organization = id === null ? undefined : core.state.organizations.get(id);
  const membership = organization && findMembership(core, organization.id, session.user_id);
  if (!organization || !membership) return {};
  const role = findRole(core, membership.role);
  const custom = role ? rolePermissions(core, role).filter(({ type }) => type === 'user') : [];
  const { features, actions, masks } = encodePermissions(custom.map(({ key }) => key));
  return {
    ...(features.length > 0 && { fea: features.map((feature) => `o:${feature}`).join(',') }),
    o: {
      id: organization.id,
      rol: membership.role.replace(/^org:/, ''),
      slg: organization.slug,
      ...(features.length > 0 && { per: actions.join(','), fpm: masks.join(',') }),
    },
  };
}

/** Version 2 encoding: per feature a decimal bit mask over the sorted actions, lowest bit first. */
export function encodePermissions(keys: readonly string[]): {
  features: string[];
  actions: string[];
  masks: string[];
} {
  const pairs = keys.flatMap((key) => {
    const [, feature, action] = key.split(':');
    return feature !== undefined && action !== undefined ? [{ feature, action }] : [];
  });
  const features = [...new Set(pairs.map(({ feature }) => feature))].sort();
  const actions = [...new Set(pairs.map(({ action }) => action))].sort();
  const masks = features.map((feature) =>
    pairs
      .filter((pair) => pair.feature === feature)
      .reduce((mask, { action }) => mask | (1n << BigInt(actions.indexOf(action))), 0n)
      .toString(),
  );
  return { features, actions, masks };
}
