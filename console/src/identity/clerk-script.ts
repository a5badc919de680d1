import type { VerificationLevel } from './identity';

/** The parts of Clerk's script that the console uses, as its documentation names them. */
export interface ClerkScript {
  readonly session: ClerkSession | null | undefined;
  load(): Promise<void>;
  addListener(listener: (state: { session?: ClerkSession | null }) => void): () => void;
  redirectToSignIn(options: { signInForceRedirectUrl: string }): Promise<unknown>;
  signOut(options: { redirectUrl: string }): Promise<void>;
}

export interface ClerkFactor {
  readonly strategy: string;
  readonly safeIdentifier?: string;
  readonly emailAddressId?: string;
  readonly phoneNumberId?: string;
}

export interface ClerkVerification {
  readonly status: 'needs_first_factor' | 'needs_second_factor' | 'complete';
  readonly supportedFirstFactors: readonly ClerkFactor[] | null;
  readonly supportedSecondFactors: readonly ClerkFactor[] | null;
}

type Step = (given: object) => Promise<ClerkVerification>;

export interface ClerkSession {
  getToken(options?: { skipCache?: boolean }): Promise<string | null>;
  startVerification(options: { level: VerificationLevel }): Promise<ClerkVerification>;
  prepareFirstFactorVerification: Step;
  attemptFirstFactorVerification: Step;
  prepareSecondFactorVerification: Step;
  attemptSecondFactorVerification: Step;
}

declare global {
  interface Window {
    Clerk?: ClerkScript;
  }
}

/**
 * Loads Clerk's script from the host of its instance, where Clerk keeps it up to date within this major version. Its
 * sign-in pages are Clerk's own, so that none of its components are needed here.
 *
 * @throws Error where that host does not answer
 */
export async function loadClerkScript(frontendApi: string, publishableKey: string): Promise<ClerkScript> {
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${frontendApi}/npm/@clerk/clerk-js@6/dist/clerk.browser.js`;
    script.async = true;
    script.crossOrigin = 'anonymous';
    script.dataset['clerkPublishableKey'] = publishableKey;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => {
      reject(new Error(`${script.src} does not answer`));
    });
    document.head.append(script);
  });
  const clerk = window.Clerk;
  if (clerk === undefined) throw new Error('The script of Clerk came without Clerk.');
  await clerk.load();
  return clerk;
}
