import type { AcceptingPerson } from '../operations/accept-invitation.js';
import type { JsonObject } from '../state/records.js';
import type { FaultRule } from './faults.js';
import type { WebhookFaultSettings } from './webhook-faults.js';

/** For whom a token is wanted; one of `userId` and `email`. */
export interface TokenOptions {
  userId?: string | undefined;
  email?: string | undefined;
  organizationId?: string | undefined;
  /** Default 60; negative values make a token that is over already. */
  expiresInSeconds?: number | undefined;
  /** Replaces any claim; null or undefined removes it. For negative tests. */
  claims?: JsonObject | undefined;
}

/** For whom, and for which application, an OAuth access token is wanted; one of `userId` and `email`. */
export interface OauthTokenOptions {
  userId?: string | undefined;
  email?: string | undefined;
  clientId: string;
  /** Default profile and email. */
  scopes?: readonly string[] | undefined;
}

export interface MintedToken {
  jwt: string;
  sessionId: string;
}

/** Everything of the instance, in Clerk's JSON. */
export interface ControlState {
  users: JsonObject[];
  organizations: JsonObject[];
  organizationMemberships: JsonObject[];
  organizationInvitations: JsonObject[];
  sessions: JsonObject[];
  roles: JsonObject[];
  permissions: JsonObject[];
}

/** How much to make up; the same seed gives the same people. No webhooks are sent for them. */
export interface SeedRequest {
  users?: number | undefined;
  organizations?: number | undefined;
  membershipsPerOrganization?: number | undefined;
  seed?: number | undefined;
}

export interface SeedCounts {
  users: number;
  organizations: number;
  memberships: number;
}

/** The one webhook endpoint of the instance. */
export interface WebhookSettings {
  url: string | null;
  secret: string | null;
  enabled: boolean;
}

/** Pages of the instance, by the names that Clerk's Frontend API has for them. */
export interface PageSettings {
  sign_in_url?: string | undefined;
  sign_up_url?: string | undefined;
  home_url?: string | undefined;
}

/** A webhook message and what became of it. Times in milliseconds of the emulator's clock. */
export interface Delivery {
  id: string;
  type: string;
  status: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: number;
  lastStatusCode: number | null;
  lastError: string | null;
  attemptedAt: number[];
  nextAttemptAt: number | null;
  createdAt: number;
  payload: JsonObject;
}

/** The control panel, in process; the HTTP panel under `/emulator` offers the same. */
export interface ClerkEmulatorControl {
  /** A session token as the Frontend API would mint it for the first authorized party. */
  tokens(options: TokenOptions): MintedToken;
  /** An access token as an OAuth application would get it for a person; `revoke_token` of the Backend API revokes it. */
  oauthToken(options: OauthTokenOptions): { token: string };
  /** A machine, as the dashboard makes one. @param scopes ids of machines that its tokens are for */
  machine(options: { name: string; scopes?: readonly string[] }): { id: string; secretKey: string };
  state(): ControlState;
  seed(request: SeedRequest): Promise<SeedCounts>;
  /** The invited person accepts; throws 404 for an unknown and 409 for a settled invitation. */
  acceptInvitation(id: string, person?: AcceptingPerson): { userId: string };
  setWebhooks(settings: Partial<WebhookSettings>): WebhookSettings;
  webhooks(): WebhookSettings;
  /** Where the pages of the instance are, as the dashboard sets it; null: back to those of this instance. */
  setPages(pages: PageSettings | null): void;
  /** Whether a password alone is too little on a device that the person was never signed in on, as the dashboard sets it. */
  setClientTrust(isRequired: boolean): void;
  /** Delivers all that is due, waits for it and gives the number of attempts. */
  flushWebhooks(): Promise<number>;
  /** Sends an event of any of Clerk's types, with an example of its data under what is given. */
  emit(type: string, data?: JsonObject): void;
  deliveries(): Delivery[];
  /** Sends a message again under its old id. */
  resend(id: string): void;
  /** Adds faults to those in force. */
  setFaults(rules: readonly FaultRule[]): void;
  setWebhookFaults(settings: WebhookFaultSettings): void;
  clearFaults(): void;
  /** Moves the emulator's clock forward; what becomes due by that happens. */
  advanceClock(seconds: number): { now: number };
  /** The emulator's clock, milliseconds. */
  now(): number;
  /** Back to an empty instance with the same keys. */
  reset(): void;
  /** The person with that e-mail address, made if need be. */
  ensureUser(person: { email: string; firstName?: string; lastName?: string }): {
    id: string;
    created: boolean;
  };
  /** The organization with that slug, made if need be. */
  ensureOrganization(wanted: { name: string; slug: string; createdBy?: string }): {
    id: string;
    created: boolean;
  };
  /** The membership, made if need be; an existing one keeps its role. */
  ensureMembership(wanted: { organizationId: string; userId: string; role: string }): {
    id: string;
    created: boolean;
  };
}
