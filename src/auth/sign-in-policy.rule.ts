import { isInNetworks } from './network-value.js';

/** What a sign-in has to be like before rights count. It only ever takes rights away. */
export interface SignInPolicy {
  /** A second factor must have been proved in the session. */
  readonly secondFactorRequired: boolean;
  /** Networks in CIDR notation from which requests must come; empty: from anywhere. */
  readonly allowedNetworks: readonly string[];
  /** How long ago the session may have begun, in minutes; null: any time. */
  readonly maxSessionMinutes: number | null;
  /** Clerk's names of the ways to sign in that may have been used (`passkey`, `saml`); empty: any. */
  readonly allowedStrategies: readonly string[];
}

/** What is known of the sign-in behind a request. */
export interface SignIn {
  /** The claim `fva`: minutes since each factor was checked, -1 for never; null: the token does not tell. */
  readonly factorAges: readonly [number, number] | null;
  /** The claim `amr`: the ways in which the person signed in; null: the token does not tell, as Clerk's own does not. */
  readonly strategies: readonly string[] | null;
  /** When the session began, by Clerk; null: nothing told of the session yet. */
  readonly sessionBeganAt: Date | null;
  /** Of the client, as the edge believes it. */
  readonly address: string;
}

/** Which rule of a policy a sign-in does not meet: the code of the problem, in the order in which they are told. */
export const SIGN_IN_FAULTS = [
  'network_refused',
  'sign_in_method_refused',
  'second_factor_required',
  'session_too_old',
] as const;
export type SignInFault = (typeof SIGN_IN_FAULTS)[number];

/** Asks for nothing. */
export const OPEN_POLICY: SignInPolicy = {
  secondFactorRequired: false,
  allowedNetworks: [],
  maxSessionMinutes: null,
  allowedStrategies: [],
};

/** What holds for the platform's staff until its owners set something else. */
export function defaultPlatformPolicy(isProduction: boolean): SignInPolicy {
  return { ...OPEN_POLICY, secondFactorRequired: isProduction };
}

/** Whether a code is that of a sign-in policy's refusal. */
export function isSignInFault(code: string): code is SignInFault {
  return (SIGN_IN_FAULTS as readonly string[]).includes(code);
}

/**
 * The rules that a sign-in does not meet, empty where it may count. What nobody tells is decided for each rule: a second
 * factor, an address and an age must be shown, while ways to sign in are judged where the token names them, since Clerk's own
 * tokens do not.
 * @param now by the clock that `sessionBeganAt` is compared with
 */
export function faultsOfSignIn(policy: SignInPolicy | null, signIn: SignIn, now: Date): SignInFault[] {
  if (policy === null) return [];
  const meets: Record<SignInFault, boolean> = {
    network_refused:
      policy.allowedNetworks.length === 0 || isInNetworks(signIn.address, policy.allowedNetworks),
    sign_in_method_refused:
      policy.allowedStrategies.length === 0 ||
      signIn.strategies === null ||
      (signIn.strategies.length > 0 &&
        signIn.strategies.every((strategy) => policy.allowedStrategies.includes(strategy))),
    second_factor_required:
      !policy.secondFactorRequired || (signIn.factorAges !== null && signIn.factorAges[1] >= 0),
    session_too_old:
      policy.maxSessionMinutes === null || isYounger(signIn.sessionBeganAt, policy.maxSessionMinutes, now),
  };
  return SIGN_IN_FAULTS.filter((fault) => !meets[fault]);
}

function isYounger(beganAt: Date | null, minutes: number, now: Date): boolean {
  return beganAt !== null && now.getTime() - beganAt.getTime() < minutes * 60_000;
}
