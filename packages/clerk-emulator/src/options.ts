import type { ClerkEmulatorControl } from './control/control.types.js';
import type { RateLimitProfile } from './server/rate-limits.js';
import type { SigningKeys } from './state/instance-identity.js';

/** How a local Clerk is set up. Everything has a default. */
export interface ClerkEmulatorOptions {
  /** 0 takes any free port; default 4100. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Origin under which browsers reach it, such as that of a proxy that ends TLS; default: where it listens. */
  publicUrl?: string;
  /** Where keys and state are kept across restarts; absent means in memory only. */
  dataDir?: string;
  /** The first one is `azp` of the tokens that the control panel mints; default `http://localhost:3000`. */
  authorizedParties?: string[];
  /** The endpoint that gets the webhooks; absent means the one set before, or none. */
  webhook?: { url: string; secret: string; enabled?: boolean };
  /** `sk_test_…`; default: made once and kept. */
  secretKey?: string;
  /** Keys made before with `generateSigningKeys`, so that many tests share one pair. */
  keys?: SigningKeys;
  /** `ins_…`; default: made once and kept. */
  instanceId?: string;
  /** The wall clock, milliseconds; for tests. */
  now?: () => number;
  /** Which of Clerk's documented limits hold: those of production (default), of development, or none. */
  rateLimits?: RateLimitProfile;
  /** `false` is another way to say `rateLimits: 'off'`. */
  enforceRateLimits?: boolean;
  /** What the `curl` lines of the page call; default `http://localhost:3000/api/v1/me`. */
  apiUrlForPage?: string;
}

/** A running local Clerk. */
export interface ClerkEmulator {
  /** For `CLERK_API_URL`. */
  readonly url: string;
  readonly secretKey: string;
  /** `pk_test_` and the base64 of host and port with a dollar sign, as Clerk's own. */
  readonly publishableKey: string;
  /** The public key as PEM, for `CLERK_JWT_KEY`. */
  readonly jwtKey: string;
  /** What `iss` of its tokens says. */
  readonly issuer: string;
  readonly webhookSecret: string;
  readonly instanceId: string;
  readonly control: ClerkEmulatorControl;
  stop(): Promise<void>;
}
