import type { OrganizationScope, PersonScope, PlatformScope, PropertyScope } from '#libs/database';
import type { Subject } from '#libs/authz';
import type { AuthorizationModel } from './authorization-model.js';
import type { SessionClaims } from './session-claims.js';

/** The person who made this request, as the token and our own tables know them. */
export interface Caller {
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
}

/** What the guard proved about a request; the parameter decorators read it. */
export interface ProvenAccess {
  readonly caller: Caller;
  readonly person: PersonScope;
  readonly platform: PlatformScope | null;
  readonly organization: OrganizationScope | null;
  readonly property: PropertyScope | null;
}

/** Fields the guard leaves on the request. */
export interface GuardedRequest {
  sessionClaims?: SessionClaims;
  access?: ProvenAccess;
}

/** Who acts: a person, perhaps through an impersonator, or a part of the service itself. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly impersonator: string | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'system'; readonly name: string };

export function actorOf(caller: Caller): Actor {
  return {
    kind: 'user',
    userId: caller.userId,
    impersonator: caller.impersonator,
    reason: caller.accessReason,
  };
}
