import type { ServiceAccountKey } from './service-account-key.entity.js';

export const KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

const DEFAULT_LIFE_MS = 90 * 24 * 3600 * 1000;

/** A request that says nothing about the end of a key wants the default; null: without end. */
export function keyEndOf(asked: Date | null | undefined, now: Date): Date | null {
  return asked === undefined ? new Date(now.getTime() + DEFAULT_LIFE_MS) : asked;
}

/** What a key is at a moment; `app.service_account_lookup` says the same by the clock of the database. */
export function keyStateOf(
  { expiresAt, revokedAt }: Pick<ServiceAccountKey, 'expiresAt' | 'revokedAt'>,
  now: Date,
): KeyState {
  if (revokedAt !== null && revokedAt <= now) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
