import type { RoleRecord } from '#libs/authz';
import type { AuthorizationModel } from './authorization-model.js';
import type { Actor } from './caller.js';
import type { SignInPolicy } from './sign-in-policy.rule.js';

/** An organization or property as the path names it: by our id or by Clerk's. */
export interface PathTarget {
  readonly organizationId: string | null;
  readonly organizationClerkId: string | null;
  readonly propertyId: string | null;
}

/** A role that somebody holds now beside that of their membership. */
export interface HeldRoleRecord {
  readonly role: string;
  readonly expiresAt: Date | null;
  /** The role of the membership that puts them into the group by which they hold it; null where it does not depend on that. */
  readonly byClerkRole: string | null;
}

/** What our tables know about the person of a token and their roles on what the path names. */
export interface AccessRecord {
  readonly userId: string;
  /** Not banned, not deleted, not frozen by an erasure: the one definition, `users.can_act`. */
  readonly canAct: boolean;
  /** Tokens issued earlier are refused. */
  readonly sessionsInvalidBefore: Date | null;
  /** Clerk's word for the session's state; null when no event told of the session yet. */
  readonly sessionStatus: string | null;
  /** Null when no event told of the session yet. */
  readonly sessionBeganAt: Date | null;
  /** The database's time of the answer: what runs out is decided by it. */
  readonly lookedUpAt: Date;
  readonly twoFactorEnabled: boolean;
  readonly platformRoles: readonly string[];
  /** The policies that hold for what is asked about; null where there is none, and for who holds nothing on the platform. */
  readonly signInPolicies: {
    readonly platform: SignInPolicy | null;
    readonly organization: SignInPolicy | null;
  };
  readonly organization: {
    readonly id: string;
    readonly clerkId: string | null;
    readonly status: string;
    /** By Clerk, through the membership. */
    readonly role: string | null;
    /** Further roles on the organization that hold now, of those it made itself. */
    readonly grants: readonly HeldRoleRecord[];
  } | null;
  readonly property: {
    readonly id: string;
    readonly status: string;
    /** Those that hold now. */
    readonly grants: readonly HeldRoleRecord[];
  } | null;
  /** What those of the roles above carry that are not built in: Clerk's and the organization's own. */
  readonly storedRoles: readonly RoleRecord[];
  /** What the permissions and roles mean. */
  readonly model: AuthorizationModel;
}

/** Answers the guard's one question. The modules that own the tables fill it in (`app.module.ts`). */
export abstract class AccessDirectory {
  /** One indexed query, never cached; null when nobody here has that Clerk id. */
  abstract find(clerkUserId: string, sessionId: string, target: PathTarget): Promise<AccessRecord | null>;
}

/** Knows whether the mirror of Clerk has been filled once: before that, nothing that it does not say means anything. */
export abstract class MirrorState {
  abstract isSeeded(): Promise<boolean>;
}

/** Fetches a person whose token is good but who is not in the mirror yet. */
export abstract class UnknownPersonResolver {
  /**
   * Asks Clerk, once for all requests that wait for the same person.
   * @returns whether the person is in the mirror now
   * @throws AppError 503 when Clerk cannot answer
   */
  abstract resolve(clerkUserId: string): Promise<boolean>;
}

/** Fetches a session of which no event told yet, where it matters when it began. */
export abstract class SessionResolver {
  /**
   * Asks Clerk, once for all requests that wait for the same session.
   * @returns whether the session is that person's and is in the mirror now
   * @throws AppError 503 when Clerk cannot answer
   */
  abstract resolve(sessionId: string, clerkUserId: string): Promise<boolean>;
}

/** Settles what token and mirror tell differently about somebody's role in an organization. */
export abstract class MembershipResolver {
  /**
   * Asks Clerk, once for all requests that wait for the same answer, and brings the mirror to it.
   *
   * @returns whether Clerk says that the person is a member
   * @throws AppError 503 when Clerk cannot answer
   */
  abstract resolve(clerkUserId: string, organizationClerkId: string): Promise<boolean>;
}

export interface Denial {
  readonly actor: Exclude<Actor, { kind: 'system' }>;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  /** The problem code they were answered with. */
  readonly code: string;
  /** Method and route pattern, without values. */
  readonly route: string;
}

export interface SupportAccessRecord {
  readonly userId: string;
  readonly impersonator: string | null;
  readonly organizationId: string;
  readonly propertyId: string | null;
  readonly reason: string;
  readonly route: string;
}

/** Where refusals and support accesses of platform staff are written down. */
export abstract class AccessLog {
  /** Throws when it cannot be written: the request is not answered by then, and is refused when it comes again. */
  abstract denied(denial: Denial): Promise<void>;
  /** Throws when it cannot be written: no support access without a trace. */
  abstract supportAccessed(support: SupportAccessRecord): Promise<void>;
}
