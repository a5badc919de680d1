import { ClaimsRefusedError, type TokenFault } from './token-fault.js';

/** What a verified session token says; only what the service acts on. */
export interface SessionClaims {
  /** Clerk's user id. */
  readonly clerkUserId: string;
  readonly sessionId: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** `pending`: signed in, but a task (choosing an organization, setting up a second factor) is unfinished. */
  readonly status: 'active' | 'pending';
  readonly authorizedParty: string;
  /** Minutes since the first and the second factor were checked; -1: never in this session. */
  readonly factorAges: readonly [number, number] | null;
  /**
   * Clerk's names of the ways in which the person signed in, where the instance's session token carries the claim `amr`
   * (RFC 8176; Clerk's own token has none); null: it does not tell. A claim that cannot be read names none.
   */
  readonly strategies: readonly string[] | null;
  /** Who really acts, when somebody impersonates the user. */
  readonly impersonator: string | null;
  /** The organization that is active in the person's browser; a hint, never the source of a right. */
  readonly activeOrganization: { readonly clerkId: string; readonly role: string } | null;
}

/** The session category of the token header, as the SDK 3.20 knows it (`tokens/jwtCategories`). */
export const SESSION_CATEGORY = 'cl_B7d4PD111AAA';

const MAX_LIFETIME_SECONDS = 600;
/** Clerk's ids of people. */
export const USER_ID = /^user_[A-Za-z0-9]{27}$/;
const SESSION_ID = /^sess_[A-Za-z0-9]{27}$/;
const ORGANIZATION_ID = /^org_[A-Za-z0-9]{27}$/;
const ROLE_NAME = /^[a-z0-9_]+$/;

export interface ExpectedClaims {
  issuer: string;
  authorizedParties: readonly string[];
}

/**
 * The checks that `verifyToken` leaves out: it ignores the issuer, skips `azp` where none is configured, and lets
 * through pending sessions, tokens of templates, machine subjects and unknown versions.
 *
 * @throws ClaimsRefusedError naming the claim, never its value
 */
export function checkSessionClaims(
  header: Record<string, unknown>,
  payload: Record<string, unknown>,
  expected: ExpectedClaims,
): SessionClaims {
  checkTokenHeader(header);
  demand(payload['iss'] === expected.issuer, 'iss is another issuer', 'wrong_instance');
  const { azp, sub, sid, iat, exp } = payload;
  demand(
    typeof azp === 'string' && expected.authorizedParties.includes(azp),
    'azp is no authorized party',
    'wrong_party',
  );
  demand(typeof sub === 'string' && USER_ID.test(sub), 'sub is no user', 'not_a_session_token');
  demand(typeof sid === 'string' && SESSION_ID.test(sid), 'sid is no session', 'not_a_session_token');
  demand(isWholeSecond(iat) && isWholeSecond(exp), 'iat or exp is missing');
  demand(exp - iat > 0 && exp - iat <= MAX_LIFETIME_SECONDS, 'lifetime is out of bounds');
  return {
    clerkUserId: sub,
    sessionId: sid,
    issuedAt: iat,
    expiresAt: exp,
    status: readStatus(payload),
    authorizedParty: azp,
    factorAges: readFactorAges(payload['fva']),
    strategies: readStrategies(payload['amr']),
    impersonator: readImpersonator(payload['act']),
    activeOrganization: readActiveOrganization(payload),
  };
}

/**
 * What the header must say. Nothing is understood here that `crit` could name, so a token that has it is refused, whatever
 * it names and whether it is well formed (RFC 7515, 4.1.11); the SDK does not look at it.
 *
 * @throws ClaimsRefusedError
 */
export function checkTokenHeader(header: Record<string, unknown>): void {
  demand(header['alg'] === 'RS256', 'alg is not RS256');
  demand(!('crit' in header), 'crit is not understood');
  demand(header['typ'] === undefined || header['typ'] === 'JWT', 'typ is not JWT', 'not_a_session_token');
  demand(header['cat'] === SESSION_CATEGORY, 'cat is not that of a session', 'not_a_session_token');
}

function readStatus(payload: Record<string, unknown>): 'active' | 'pending' {
  const status = payload['sts'];
  // Version 1 tokens are older than session tasks and never carried the claim.
  if (status === undefined) {
    demand(payload['v'] === undefined, 'sts is missing');
    return 'active';
  }
  demand(status === 'active' || status === 'pending', 'sts is unknown');
  return status;
}

function readFactorAges(value: unknown): readonly [number, number] | null {
  if (value === undefined) return null;
  demand(Array.isArray(value) && value.length === 2, 'fva is malformed');
  const [first, second] = value as unknown[];
  demand(isFactorAge(first) && isFactorAge(second), 'fva is malformed');
  return [first, second];
}

/** A customized token may carry anything under that name, so that what is no list of names is no fault of the token. */
function readStrategies(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : [];
}

function readImpersonator(value: unknown): string | null {
  if (value === undefined) return null;
  demand(isRecord(value) && typeof value['sub'] === 'string' && value['sub'] !== '', 'act is malformed');
  return value['sub'];
}

/**
 * Version 2 says it in `o` alone: a customized session token may carry `org_id`, `org_role` or `org_slug` of its own, and
 * they are no news. `o` without `v` is neither version and is refused.
 */
function readActiveOrganization(payload: Record<string, unknown>): SessionClaims['activeOrganization'] {
  const version = payload['v'];
  demand(version === undefined || version === 2, 'v is unknown');
  if (version === 2) {
    if (payload['o'] === undefined) return null;
    demand(isRecord(payload['o']), 'o is malformed');
    return organization(payload['o']['id'], payload['o']['rol']);
  }
  demand(!('o' in payload), 'claims of two versions are mixed');
  if (payload['org_id'] === undefined || payload['org_id'] === null) return null;
  const role = payload['org_role'];
  demand(typeof role === 'string', 'org_role is malformed');
  // Clerk's own documentation shows it with the prefix; tokens are seen without it.
  return organization(payload['org_id'], role.replace(/^org:/, ''));
}

function organization(id: unknown, role: unknown): SessionClaims['activeOrganization'] {
  demand(typeof id === 'string' && ORGANIZATION_ID.test(id), 'the active organization is malformed');
  demand(typeof role === 'string' && ROLE_NAME.test(role), 'the active role is malformed');
  return { clerkId: id, role: `org:${role}` };
}

function isWholeSecond(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isFactorAge(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= -1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function demand(condition: boolean, complaint: string, fault: TokenFault = 'malformed'): asserts condition {
  if (!condition) throw new ClaimsRefusedError(fault, complaint);
}
