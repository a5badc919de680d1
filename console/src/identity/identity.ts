/** What Clerk asks for: a kind of proof, and where its code went, with most of the address hidden. */
export interface Factor {
  readonly strategy: 'password' | 'email_code' | 'phone_code' | 'totp' | 'backup_code';
  readonly hint: string | null;
}

/** One step of signing in or of proving again who one is; `send` answers the next step, or null when it is done. */
export interface Challenge {
  readonly factor: Factor;
  /** @throws RefusedProof with Clerk's sentence */
  send(answer: string): Promise<Challenge | null>;
}

/** Clerk did not take an address, a code or a password. */
export class RefusedProof extends Error {}

export type VerificationLevel = 'first_factor' | 'second_factor' | 'multi_factor';

/** Who sits before the screen, by Clerk's word. Tokens are kept in the memory of the page and nowhere else. */
export interface Identity {
  readonly isSignedIn: boolean;
  /** Tells of sign-ins and sign-outs; answers how to stop that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** A session token, good for some seconds at least; null for nobody. */
  token(): Promise<string | null>;
  signOut(): Promise<void>;
  /** Notes that the service takes the session no more. */
  forget(): void;
  /** Proves again who one is; the next token says so. */
  reverify(level: VerificationLevel): Promise<Challenge | null>;
  /** How one signs in: by an answer to a challenge here, or on a page of Clerk's, which leads back. */
  readonly signIn:
    | { readonly kind: 'here'; readonly begin: (email: string) => Promise<Challenge | null> }
    | { readonly kind: 'elsewhere'; readonly go: () => Promise<void> };
}
