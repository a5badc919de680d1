/**
 * How far a sign-up is. Each is committed before what follows is asked of Clerk.
 *
 * - `begun`: the code is taken; no user can be there yet.
 * - `waiting`: Clerk has mailed a code.
 * - `verifying`: a code is tried, which may have made the user.
 * - `created`: Clerk has the user.
 * - `undoing`: what was made is taken back.
 * - `done`, `undone`: one whole account, or none and the code given back.
 */
export const SIGN_UP_STATES = [
  'begun',
  'waiting',
  'verifying',
  'created',
  'undoing',
  'done',
  'undone',
] as const;
export type SignUpState = (typeof SIGN_UP_STATES)[number];

/** A sign-up behind an invite code. The address is Clerk's alone, and so is the password. */
export interface SignUp {
  readonly id: string;
  readonly inviteId: string;
  readonly state: SignUpState;
  /** The address has an account or was erased: Clerk is not given it, and nobody is told. */
  readonly isSilent: boolean;
  /** Clerk's id of the sign-up (`sua_…`), once it is known. */
  readonly signUpId: string | null;
  /** The client token at Clerk. */
  readonly sealedClient: string | null;
  readonly clerkUserId: string | null;
  readonly userId: string | null;
  /** Codes that were tried. */
  readonly codes: number;
  readonly expiresAt: Date;
}

/** Which process is at a sign-up; what another one did meanwhile is never overwritten. */
export interface HeldSignUp extends SignUp {
  readonly holder: string;
}
