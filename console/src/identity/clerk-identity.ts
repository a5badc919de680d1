import type { Config } from '../app/config';
import {
  type ClerkFactor,
  type ClerkScript,
  type ClerkSession,
  type ClerkVerification,
  loadClerkScript,
} from './clerk-script';
import { type Challenge, type Factor, type Identity, RefusedProof, type VerificationLevel } from './identity';
import { SignedInState } from './signed-in-state';

const STRATEGIES: readonly Factor['strategy'][] = [
  'password',
  'email_code',
  'phone_code',
  'totp',
  'backup_code',
];

/** Signs in by Clerk: its pages, its session, its tokens. */
export class ClerkIdentity implements Identity {
  private readonly state = new SignedInState();
  private clerk: ClerkScript | undefined;

  constructor(private readonly settings: Config['clerk']) {}

  async load(): Promise<this> {
    const clerk = await loadClerkScript(this.settings.frontendApi, this.settings.publishableKey);
    this.clerk = clerk;
    clerk.addListener(({ session }) => {
      this.state.set(Boolean(session));
    });
    this.state.set(Boolean(clerk.session));
    return this;
  }

  get isSignedIn(): boolean {
    return this.state.isSignedIn;
  }

  readonly subscribe = this.state.subscribe;

  readonly signIn = {
    kind: 'elsewhere',
    go: async (): Promise<void> => {
      await this.clerk?.redirectToSignIn({ signInForceRedirectUrl: location.href });
    },
  } as const;

  token(): Promise<string | null> {
    return this.clerk?.session?.getToken() ?? Promise.resolve(null);
  }

  async signOut(): Promise<void> {
    await this.clerk?.signOut({ redirectUrl: import.meta.env.BASE_URL });
  }

  forget(): void {
    this.state.set(false);
  }

  async reverify(level: VerificationLevel): Promise<Challenge | null> {
    const session = this.clerk?.session;
    if (!session) throw new RefusedProof('Nobody is signed in.');
    return next(session, await told(session.startVerification({ level })));
  }
}

async function next(session: ClerkSession, verification: ClerkVerification): Promise<Challenge | null> {
  if (verification.status === 'complete') {
    // The next token has to say so.
    await session.getToken({ skipCache: true });
    return null;
  }
  const isFirst = verification.status === 'needs_first_factor';
  const factors = (isFirst ? verification.supportedFirstFactors : verification.supportedSecondFactors) ?? [];
  const [factor] = STRATEGIES.flatMap((strategy) =>
    factors.filter((each) => each.strategy === strategy).map((each) => ({ ...each, strategy })),
  );
  if (factor === undefined) throw new RefusedProof('There is no factor that can be asked for here.');
  const { strategy } = factor;
  if (strategy === 'email_code' || strategy === 'phone_code') {
    const where = placeOf(factor);
    await told(
      isFirst
        ? session.prepareFirstFactorVerification({ strategy, ...where })
        : session.prepareSecondFactorVerification({ strategy, ...where }),
    );
  }
  return {
    factor: { strategy, hint: factor.safeIdentifier ?? null },
    send: async (given) => {
      const answer = { strategy, ...(strategy === 'password' ? { password: given } : { code: given }) };
      const result = isFirst
        ? session.attemptFirstFactorVerification(answer)
        : session.attemptSecondFactorVerification(answer);
      return next(session, await told(result));
    },
  };
}

function placeOf({ emailAddressId, phoneNumberId }: ClerkFactor): object {
  return {
    ...(emailAddressId !== undefined && { emailAddressId }),
    ...(phoneNumberId !== undefined && { phoneNumberId }),
  };
}

/** Clerk's errors carry a sentence for people. */
async function told<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    const [first] = (error as { errors?: { longMessage?: string; message?: string }[] }).errors ?? [];
    if (first === undefined) throw error;
    throw new RefusedProof(first.longMessage ?? first.message ?? '', { cause: error });
  });
}
