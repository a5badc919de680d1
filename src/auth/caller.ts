import type { OrganizationScope, PersonScope, PlatformScope, PropertyScope } from '#libs/database';
import type { Subject } from '#libs/authz';
import type { AuthorizationModel } from './authorization-model.js';
import type { ServiceAccountRecord } from './service-account-directory.js';
import type { SessionClaims } from './session-claims.js';
import type { SignIn, SignInFault } from './sign-in-policy.rule.js';

/** The person who made this request, as the token and our own tables know them. */
export interface Caller {
  readonly kind: 'user';
  readonly userId: string;
  readonly clerkUserId: string;
  readonly sessionId: string;
  /** Clerk id (or name) of who really acts; null unless somebody impersonates the person. */
  readonly impersonator: string | null;
  /** Why platform staff look into a tenant: the `X-Access-Reason` they gave. */
  readonly accessReason: string | null;
  /** The roles they hold on the platform and on what the path names, ready for decisions. */
  readonly subject: Subject;
  /** What permissions and roles meant when the request was let in. */
  readonly model: AuthorizationModel;
  /** How they signed in; null for work that goes on after their request. */
  readonly signIn: SignIn | null;
  /** Rules of the platform's sign-in policy that keep their roles on it from counting; empty for everybody else. */
  readonly platformFaults: readonly SignInFault[];
}

/** The service account whose key came with this request. */
export interface ServiceAccountCaller {
  readonly kind: 'service_account';
  readonly account: ServiceAccountRecord;
  /** What the key opens on what the path names. */
  readonly subject: Subject;
  /** What permissions and roles meant when the request was let in. */
  readonly model: AuthorizationModel;
}

/** Whoever may call a route that is open to service accounts too. */
export type Principal = Caller | ServiceAccountCaller;

/** What the guard proved about a request; the parameter decorators read it. */
export interface ProvenAccess {
  readonly caller: Principal;
  /** Null for a service account, which has no data of its own. */
  readonly person: PersonScope | null;
  readonly platform: PlatformScope | null;
  readonly organization: OrganizationScope | null;
  readonly property: PropertyScope | null;
}

/** Fields the guard leaves on the request. */
export interface GuardedRequest {
  sessionClaims?: SessionClaims;
  access?: ProvenAccess;
}

/** Who acts: a person, perhaps through an impersonator, a service account, or a part of the service itself. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly impersonator: string | null;
      readonly reason: string | null;
    }
  | {
      readonly kind: 'service_account';
      readonly accountId: string;
      /** Null where several of its keys are told of at once. */
      readonly keyId: string | null;
      /** Our id of the person in whose name an agent acts. */
      readonly onBehalfOf: string | null;
    }
  | { readonly kind: 'system'; readonly name: string };

export function actorOf(caller: Principal): Exclude<Actor, { kind: 'system' }> {
  if (caller.kind === 'service_account') return actorOfAccount(caller.account);
  return {
    kind: 'user',
    userId: caller.userId,
    impersonator: caller.impersonator,
    reason: caller.accessReason,
  };
}

export function actorOfAccount({
  accountId,
  keyId,
  onBehalfOf,
}: ServiceAccountRecord): Exclude<Actor, { kind: 'system' | 'user' }> {
  return { kind: 'service_account', accountId, keyId, onBehalfOf };
}

/** The id by which a caller is told from others: our id of the person or of the service account. */
export function idOfCaller(caller: Principal): string {
  return caller.kind === 'user' ? caller.userId : caller.account.accountId;
}
