import type { LevelWithSilent } from 'pino';

/** What the edge has to be told; whoever starts it gives an object of this shape under this class. */
export abstract class HttpSettings {
  abstract readonly isProduction: boolean;
  /** What this process does, for its log lines. */
  abstract readonly role: string;
  abstract readonly logLevel: LevelWithSilent;
  /** Origins whose pages may call. */
  abstract readonly allowedOrigins: readonly string[];
  /** Whether pages of those origins may send cookies along; default no. */
  readonly takesCookies?: boolean;
  /** IP addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  abstract readonly trustedProxies: readonly string[];
  /** Names under which requests are taken, lower-case, beside IP addresses; undefined: under any. */
  abstract readonly allowedHosts: readonly string[] | undefined;
  abstract readonly rateLimit: RateLimitSettings;
  /** 32 bytes from which keys are derived. */
  abstract readonly masterKey: Buffer;
}

/** Requests a minute. */
export interface RateLimitSettings {
  readonly enabled: boolean;
  readonly perAddress: number;
  readonly perUser: number;
}
