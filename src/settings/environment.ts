import type { BucketSettings } from './bucket-settings.js';
import type { KeyObject } from 'node:crypto';
import type { HttpSettings, RateLimitSettings } from '#libs/http';
import type { SentryAddress, TelemetrySettings } from '#libs/telemetry';
import type { Stage } from './stage.rule.js';
import type { StagingAccess } from './staging-access.js';
import type { LogLevel, NodeEnv, OperationsAccess, ProcessRole } from './variables.js';

/** Clerk's tokens for callers that are no people, by the names of its SDK. */
export const CLERK_TOKEN_KINDS = ['api_key', 'm2m_token', 'oauth_token'] as const;
export type ClerkTokenKind = (typeof CLERK_TOKEN_KINDS)[number];

/** How this service knows its Clerk instance. */
export interface ClerkSettings {
  readonly secretKey: string;
  readonly publishableKey: string;
  /** The `iss` of its session tokens, derived from the publishable key. */
  readonly issuer: string;
  /** One or two SPKI PEMs (two while a key rotates); RSA 2048, e = 65537, which is all the SDK copes with. */
  readonly jwtKeys: readonly string[];
  /** Origins that tokens may be minted for (`azp`); also the CORS list. */
  readonly authorizedParties: readonly string[];
  /** How far Clerk's clock and ours may differ when a token's times are read, in milliseconds; at most 60 000. */
  readonly clockSkewMs: number;
  /** `whsec_…`; all are tried, so that a secret can rotate. Empty, outside production only: webhooks are off. */
  readonly webhookSigningSecrets: readonly string[];
  /** Webhooks of another instance are refused when this is set. */
  readonly instanceId: string | undefined;
  /** Origin of the Backend API, without a trailing slash. */
  readonly apiUrl: string;
  /** Requests in ten seconds that this process may send to it; undefined: what Clerk documents for the key's kind. */
  readonly rateLimit: number | undefined;
  /** The part of them, from 0.01 to 0.95, that walks over whole lists may take. */
  readonly batchShare: number;
  /** How long a part of it that fails again and again is left alone at most; 0: never. */
  readonly breakerCooldownMs: number;
  /** Kinds of Clerk's machine tokens that are taken from callers; none unless told. */
  readonly acceptedTokens: readonly ClerkTokenKind[];
  /** The machine that this service is at Clerk: a machine's token has to be for it. Set where those are taken. */
  readonly machineId: string | undefined;
}

/** What only the local stack reads: where it keeps data and on which ports it listens (0 = any free one). */
export interface LocalSettings {
  readonly directory: string;
  readonly clerkEmulatorPort: number;
  readonly postgresPort: number;
}

/** Who answers for the personal data: what the record of processing (Art. 30 GDPR) says on its first page. */
export interface PrivacySettings {
  readonly controller: string | undefined;
  readonly contact: string | undefined;
  readonly dataProtectionOfficer: string | undefined;
  readonly hosting: string | undefined;
  /** On which ground Clerk receives data in the United States (Art. 46 GDPR). */
  readonly transferSafeguards: string | undefined;
  /** Where a day begins and ends when a deadline is reckoned. */
  readonly timeZone: string;
}

/** What becomes of tenants when their people come and go. */
export interface LifecycleSettings {
  /** Whether Clerk's `user.created` gives the person a tenant of their own. */
  readonly personalTenants: boolean;
  /** Days after which an organization is archived whose last owner was deleted at Clerk; undefined: never. */
  readonly archiveOwnedAfterDays: number | undefined;
}

/** How much one organization may have. */
export interface OrganizationLimitSettings {
  /** Active ones; as many again may be archived. */
  readonly properties: number;
  /** Open ones. */
  readonly invitations: number;
  /** On properties and on the whole, those that hold or will. */
  readonly grants: number;
  /** Open invitations counted. */
  readonly members: number;
}

/** The values that {@link Environment} holds. */
export type EnvironmentValues = Omit<
  Environment,
  'isProduction' | 'allowedOrigins' | 'takesCookies' | 'toJSON' | 'previousMasterKey' | 'given'
> & {
  readonly previousMasterKey?: Buffer | undefined;
  readonly given?: Readonly<Record<string, string | undefined>>;
};

/** Values of which those may be missing that could not be read. */
export type Partially<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Settings as far as they can be read; an {@link Environment} is a whole one. */
export type ReadableSettings = Partially<Omit<EnvironmentValues, 'clerk'>> & {
  readonly isProduction: boolean;
  readonly clerk: Partially<ClerkSettings> | undefined;
};

/**
 * The settings of this process: parsed once, deeply frozen, injected by its class.
 * Secrets do not show when it is logged or inspected.
 */
export class Environment implements HttpSettings {
  readonly nodeEnv!: NodeEnv;
  readonly stage!: Stage;
  /** Who may use the service at all; null on every stage but staging, where all who have rights may. */
  readonly stagingAccess!: StagingAccess | null;
  readonly role!: ProcessRole;
  readonly host!: string;
  readonly port!: number;
  readonly databaseUrl!: string;
  readonly databaseAdminUrl!: string | undefined;
  readonly clerk!: ClerkSettings;
  /** The Ed25519 private key that signs checkpoints and certificates. */
  readonly signingKey!: KeyObject;
  /** Ed25519 keys that signed before it, the latest first; public, or private as long as they sign checkpoints beside it. */
  readonly previousSigningKeys!: readonly KeyObject[];
  /** Clerk ids of the people who own the platform before anybody was made an owner here. */
  readonly platformOwners!: readonly string[];
  readonly dataDir!: string;
  readonly local!: LocalSettings;
  readonly logLevel!: LogLevel;
  /** IP addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies!: readonly string[];
  /** Names under which requests are taken, lower-case, beside IP addresses; undefined: under any. */
  readonly allowedHosts!: readonly string[] | undefined;
  readonly rateLimit!: RateLimitSettings;
  /** Large answers that this process makes at once. */
  readonly heavyRequestsAtOnce!: number;
  readonly organizationLimits!: OrganizationLimitSettings;
  readonly planLimitMru!: number;
  /** How long audit rows are kept. */
  readonly auditRetentionDays!: number;
  /** Calendar months, the one that runs not counted. */
  readonly usageRetentionMonths!: number;
  /** How long after its end at Clerk what is left of an account here is kept. */
  readonly accountRetentionDays!: number;
  /** A file that the backup job touches each time it has succeeded; undefined: nobody says how old the last one is. */
  readonly backupMark!: string | undefined;
  /** `schema.table.column` in the database of the service, of times at which a backup succeeded. */
  readonly backupMarkTable!: string | undefined;
  /** How old the last backup may be. */
  readonly backupMaxAgeHours!: number;
  /** How long backups of the database are kept: certificates of erasure say when the last copy is gone. */
  readonly backupRetentionDays!: number;
  /** Where sealed audit rows are pushed to, and the `whsec_…` that signs them. */
  readonly auditPush!: { readonly url: string; readonly secret: string } | undefined;
  readonly privacy!: PrivacySettings;
  readonly operationsAccess!: OperationsAccess;
  /** The Ed25519 public key that break-glass tokens are verified with; undefined: there are none. */
  readonly breakGlassKey!: KeyObject | undefined;
  /** A fixed bearer token that reads `/metrics` and nothing else. */
  readonly metricsToken!: string | undefined;
  /** Where files lie that replicas share; undefined: in Postgres. */
  readonly filesBucket!: BucketSettings | undefined;
  /** Where traces and figures are sent; undefined: nowhere. */
  readonly telemetry!: TelemetrySettings | undefined;
  /** Where errors are told; undefined: in the log alone. */
  readonly errorTracker!: SentryAddress | undefined;
  /** Whether a token with another active organization is refused on an organization's routes. */
  readonly requireActiveOrganization!: boolean;
  /** Whether this process takes part in the periodic jobs. */
  readonly schedulerEnabled!: boolean;
  /** What lies between the two times that Clerk must say that it does not know an object, before it is removed here. */
  readonly reconcileConfirmMs!: number;
  readonly lifecycle!: LifecycleSettings;
  /** Whether accounts of an older system are moved to Clerk by this service. */
  readonly legacyAccountsEnabled!: boolean;
  /** Whether people sign in by this service itself. */
  readonly accountSignInEnabled!: boolean;
  /** Whether it serves pages for that at `/account`, too. */
  readonly accountPagesEnabled!: boolean;
  /** Whether the web console is served at `/console`. */
  readonly consoleEnabled!: boolean;
  /** What the daily sweep of these accounts does with its plan. */
  readonly legacyAccountsSweep!: 'plan' | 'apply';
  /** How long a stopping process goes on taking requests while its readiness is red; in milliseconds. */
  readonly drainMs!: number;
  /** How long it may take after that to finish what it has begun; in milliseconds. */
  readonly shutdownTimeoutMs!: number;

  readonly #masterKey: Buffer;
  readonly #previousMasterKey: Buffer | undefined;
  readonly #given: Readonly<Record<string, string | undefined>>;

  constructor({ masterKey, previousMasterKey, given = {}, ...values }: EnvironmentValues) {
    Object.assign(this, values);
    this.#masterKey = Buffer.from(masterKey);
    this.#previousMasterKey = previousMasterKey && Buffer.from(previousMasterKey);
    this.#given = { ...given };
    deepFreeze(this);
  }

  /** The variables that it was read from, secrets among them: to be shown by `showSettings` alone. A fresh copy. */
  get given(): Readonly<Record<string, string | undefined>> {
    return { ...this.#given };
  }

  /** 32 bytes that wrap the per-person keys; a fresh copy, since a buffer cannot be frozen. */
  get masterKey(): Buffer {
    return Buffer.from(this.#masterKey);
  }

  /** The master key before this one, while a rotation is under way; a fresh copy. */
  get previousMasterKey(): Buffer | undefined {
    return this.#previousMasterKey && Buffer.from(this.#previousMasterKey);
  }

  /** Whether a cookie is read of any page: that of people who signed in here. */
  get takesCookies(): boolean {
    return this.accountSignInEnabled;
  }

  /** Whether the rules of production hold, which they do on staging too. */
  get isProduction(): boolean {
    return this.stage !== 'development';
  }

  /** Pages that tokens may be minted for are those that may call. */
  get allowedOrigins(): readonly string[] {
    return this.clerk.authorizedParties;
  }

  /** Nothing of the settings may reach a log. */
  toJSON(): string {
    return '[Environment]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[Environment]';
  }
}

function deepFreeze(value: object): void {
  Object.freeze(value);
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) deepFreeze(member);
  }
}
