import type { ServiceAccountKey } from './service-account-key.entity.js';

/** When a key ends, by itself or because it was revoked. */
type Ending = Pick<ServiceAccountKey, 'expiresAt' | 'revokedAt'>;

export const KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

const DEFAULT_LIFE_MS = 90 * 24 * 3600 * 1000;

/** A request that says nothing about the end of a key wants the default; null: without end. */
export function keyEndOf(asked: Date | null | undefined, now: Date): Date | null {
  return asked === undefined ? new Date(now.getTime() + DEFAULT_LIFE_MS) : asked;
}

/** What a key is at a moment; `app.key_of_service_account` says the same by the clock of the database. */
export function keyStateOf({ expiresAt, revokedAt }: Ending, now: Date): KeyState {
  if (revokedAt !== null && revokedAt <= now) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

const MAX_LIVE_KEYS = 10;

/** Whether an account may have one more key beside those it has. */
export function hasRoomForKey(present: readonly Ending[], now: Date): boolean {
  return present.filter((key) => keyStateOf(key, now) === 'active').length < MAX_LIVE_KEYS;
}

/** When a key that is replaced ends: both hold for so many seconds, the old one never longer than it would have. */
export function endOfReplaced(
  { revokedAt }: Pick<Ending, 'revokedAt'>,
  overlapSeconds: number,
  now: Date,
): Date {
  const end = new Date(now.getTime() + overlapSeconds * 1000);
  return revokedAt !== null && revokedAt < end ? revokedAt : end;
}
