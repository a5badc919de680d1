import type { LegacyAccount } from '../../legacy/legacy-account.js';

/** Somebody whom Clerk has: their password is Clerk's, and no digest here counts any more. */
export interface PersonAtClerk {
  readonly is: 'at Clerk';
  readonly userId: string;
  readonly clerkId: string;
}

/** Whom an address stands for. */
export type PersonToSignIn =
  | PersonAtClerk
  /** Not at Clerk yet, with a digest that can be verified here. */
  | { readonly is: 'to be moved'; readonly account: LegacyAccount }
  | { readonly is: 'nobody' };
