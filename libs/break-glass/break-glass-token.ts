import { type KeyObject, sign, verify } from 'node:crypto';
import { isLowerCaseUuid } from '#libs/uuid';

/**
 * A token that opens one request while nobody can sign in: `tbg_<claims>.<signature>`, both in base64url. The signature is
 * Ed25519 over the claims behind a fixed prefix. There is no header that names an algorithm, so none can be chosen.
 */
const TOKEN = /^tbg_([A-Za-z0-9_-]{1,2048})\.([A-Za-z0-9_-]{86})$/;
const PREFIX = 'tbg_';
const DOMAIN = 'break-glass token v1\0';
const SUBJECT = /^[A-Za-z0-9_-]{1,128}$/;

/** Seconds between the first and the last moment at which a token holds, at most. */
export const MAX_LIFETIME_SECONDS = 3_600;
/** Characters of a reason. */
export const REASON_LENGTH = { least: 10, most: 200 } as const;

/** What a token says. */
export interface BreakGlassClaims {
  /** A UUID; each token has one of its own. */
  readonly id: string;
  /** Whose token it is, by the id that the identity provider knows them by. */
  readonly subject: string;
  /** Why it was made: one line. */
  readonly reason: string;
  /** Seconds since 1970; it does not hold before. */
  readonly notBefore: number;
  /** Seconds since 1970; it holds no more from then on. */
  readonly expiresAt: number;
}

/** Why a token does not hold. */
export type BreakGlassFault = 'malformed' | 'forged' | 'not_yet_valid' | 'expired';

/** Whether a bearer token claims to be one; nothing of it is proven. */
export function looksLikeBreakGlassToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** What is wrong with a reason, in words that follow it; undefined for a good one. */
export function faultOfReason(reason: string): string | undefined {
  if (reason.length < REASON_LENGTH.least || reason.length > REASON_LENGTH.most)
    return `is not ${REASON_LENGTH.least} to ${REASON_LENGTH.most} characters long`;
  return /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(reason) && reason === reason.trim()
    ? undefined
    : 'is not one line of text';
}

/**
 * Makes a token.
 *
 * @throws RangeError for claims that no token may have
 */
export function signBreakGlassToken(claims: BreakGlassClaims, privateKey: KeyObject): string {
  if (!areClaims(claims)) throw new RangeError('no token may say this');
  const { id, subject, reason, notBefore, expiresAt } = claims;
  const body = Buffer.from(JSON.stringify({ id, subject, reason, notBefore, expiresAt }));
  const signature = sign(null, signedBytes(body), privateKey);
  return `${PREFIX}${body.toString('base64url')}.${signature.toString('base64url')}`;
}

/**
 * Reads a token: whether this key made it, and whether it holds now.
 *
 * @param key an Ed25519 public key
 * @param times milliseconds since 1970, and by how much the clock that made the token may run ahead of this one
 */
export function readBreakGlassToken(
  token: string,
  key: KeyObject,
  { nowMs, skewMs }: { readonly nowMs: number; readonly skewMs: number },
): BreakGlassClaims | BreakGlassFault {
  const [, text, seal] = TOKEN.exec(token) ?? [];
  if (text === undefined || seal === undefined) return 'malformed';
  const [body, signature] = [Buffer.from(text, 'base64url'), Buffer.from(seal, 'base64url')];
  // One spelling for each token.
  if (body.toString('base64url') !== text || signature.toString('base64url') !== seal) return 'malformed';
  if (!verify(null, signedBytes(body), key, signature)) return 'forged';
  const claims = parse(body.toString('utf8'));
  if (!areClaims(claims)) return 'malformed';
  if (claims.notBefore * 1_000 > nowMs + skewMs) return 'not_yet_valid';
  return claims.expiresAt * 1_000 <= nowMs ? 'expired' : claims;
}

function signedBytes(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(DOMAIN), body]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function areClaims(value: unknown): value is BreakGlassClaims {
  if (typeof value !== 'object' || value === null) return false;
  const { id, subject, reason, notBefore, expiresAt, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length > 0) return false;
  if (typeof id !== 'string' || !isLowerCaseUuid(id)) return false;
  if (typeof subject !== 'string' || !SUBJECT.test(subject)) return false;
  if (typeof reason !== 'string' || faultOfReason(reason) !== undefined) return false;
  if (!Number.isSafeInteger(notBefore) || !Number.isSafeInteger(expiresAt)) return false;
  const lifetime = Number(expiresAt) - Number(notBefore);
  return lifetime > 0 && lifetime <= MAX_LIFETIME_SECONDS;
}
