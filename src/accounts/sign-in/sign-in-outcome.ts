import type { SessionCookie } from './sessions/session-cookie.js';

/** A second factor that somebody may prove. */
export interface OfferedFactor {
  readonly strategy: string;
  readonly safeIdentifier: string | null;
}

/** A session token of Clerk. */
export interface SignedInToken {
  readonly token: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** How a sign-in stands, and the cookie that goes on with it; no cookie: the one there is stays. */
export type SignInOutcome =
  | { readonly status: 'complete'; readonly session: SignedInToken; readonly cookie: SessionCookie | null }
  | {
      readonly status: 'needs_second_factor' | 'needs_client_trust';
      readonly factors: readonly OfferedFactor[];
      readonly cookie: SessionCookie | null;
    };

/** Those that can be proved by this service. */
export const FACTORS = ['totp', 'backup_code', 'phone_code', 'email_code'] as const;
export type Factor = (typeof FACTORS)[number];
