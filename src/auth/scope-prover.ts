import { Injectable } from '@nestjs/common';
import {
  decide,
  organizationOf,
  organizationScope,
  type PermissionKey,
  type Scope,
  type Subject,
} from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import { provenOrganization } from '#libs/database/scopes';
import { AppError } from '#libs/http';
import {
  AccessDirectory,
  AccessLog,
  type AccessRecord,
  type PathTarget,
  SessionResolver,
} from './access-directory.js';
import { mayKnow, scopeOf, subjectOf, withRole } from './access.rule.js';
import { authErrors } from './auth.errors.js';
import type { AuthorizationModel } from './authorization-model.js';
import { type Actor, actorOf, type Caller, type Principal, type ServiceAccountCaller } from './caller.js';
import { found } from './found.js';
import type { Reference } from './reference.js';
import { ServiceAccountAccess } from './service-account-access.js';
import { judgeSignIn, needsBeginning, type SignedInRecord } from './signed-in-record.js';

/** What a caller says of their support access, and by which route (method and pattern, without values). */
export interface SupportAccess {
  /** `X-Access-Reason`, null when it is missing or no sentence. */
  readonly reason: string | null;
  readonly route: string;
}

/** Somebody's way into one organization. */
export interface ResolvedAccess {
  /** Shows the organization's rows; what of them this person may know is still to be decided for each place. */
  readonly scope: OrganizationScope;
  /** Roles on the platform that count for what they may see here: none without a stated reason. */
  readonly supportRoles: readonly string[];
  /** All of their roles on the platform: what they may do here once they state a reason. */
  readonly platformRoles: readonly string[];
  /** What the requester holds by their membership does not count, since their sign-in does not meet the policy. */
  readonly isClosedToOwnPeople: boolean;
  /** What permissions and roles mean. */
  readonly model: AuthorizationModel;
  /** The database's time: what runs out is decided by it. */
  readonly now: Date;
  /** Their own rights at the place that was named, as the guard would see them. */
  readonly own: {
    /** Null for a property that is not the organization's. */
    readonly place: Scope | null;
    /** Nobody does anything on an archived property. */
    readonly isArchived: boolean;
    /** Whether they may know of the place: with platform roles on support access with a stated reason only. */
    mayKnow(): boolean;
    /** Whether they may do this at the place, if that is one; on an archived property too. */
    allows(permission: PermissionKey): boolean;
    /** Everything that they hold there, for further questions. */
    subject(): Subject;
  };
}

/**
 * Proves a scope for the routes under `/api/v1/access`, which by contract name organization and property in body or
 * query. They are the only ones whose scope does not come from the path; the guard's rules hold here as well: one
 * look-up for each request, 404 for what one may not know, a stated reason and a trace for platform staff.
 */
@Injectable()
export class ScopeProver {
  constructor(
    private readonly directory: AccessDirectory,
    private readonly log: AccessLog,
    private readonly serviceAccounts: ServiceAccountAccess,
    private readonly sessions: SessionResolver,
  ) {}

  /**
   * @param propertyId the property that is asked about; null where it is the organization or several properties
   * @throws AppError 404 for everybody who is neither a member nor platform staff, 403 for a suspended organization
   * and for staff who state no reason
   */
  async enter(
    caller: Principal,
    organization: Reference,
    support: SupportAccess,
    propertyId: string | null = null,
  ): Promise<ResolvedAccess> {
    const target: PathTarget = {
      organizationId: organization.kind === 'id' ? organization.id : null,
      organizationClerkId: organization.kind === 'clerk' ? organization.clerkId : null,
      propertyId,
    };
    return caller.kind === 'user'
      ? this.enterAsPerson(caller, target, support)
      : this.enterAsServiceAccount(caller, target, support);
  }

  private async enterAsServiceAccount(
    caller: ServiceAccountCaller,
    target: PathTarget,
    support: SupportAccess,
  ): Promise<ResolvedAccess> {
    try {
      const { rights, place, scope } = await this.serviceAccounts.at(caller.account, target);
      return {
        scope: provenOrganization(found(organizationOf(scope))),
        supportRoles: [],
        isClosedToOwnPeople: false,
        platformRoles: [],
        model: place.model,
        now: place.lookedUpAt,
        own: {
          place: scope,
          isArchived: place.property?.status === 'archived',
          mayKnow: () => rights.mayKnow(scope),
          allows: (permission) => rights.allows(permission, scope),
          subject: () => rights.subject(),
        },
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw await this.refuse(caller, support, caller.account.organizationId, error);
    }
  }

  private async enterAsPerson(
    caller: Caller,
    target: PathTarget,
    support: SupportAccess,
  ): Promise<ResolvedAccess> {
    const { propertyId } = target;
    const found = await this.find(caller, target);
    if (found?.organization == null) throw await this.refuse(caller, support, null, authErrors.notFound());
    const { id, status } = found.organization;
    const signedIn = judged(caller, found);
    // In a suspended organization nobody holds anything but what they hold on the platform.
    const record = status === 'suspended' ? withRole(signedIn.record, null) : signedIn.record;
    const { platformRoles } = record;
    const isMember = record.organization?.role != null;
    const place = organizationScope(id);
    const knows = isMember || mayKnow(subjectOf(record, true), place, record.lookedUpAt);
    if (!knows) {
      throw await this.refuse(caller, support, id, closedBecause(found, signedIn));
    }
    if (!isMember && support.reason === null) {
      throw await this.refuse(caller, support, id, authErrors.reasonRequired());
    }
    const isSupportAccess = platformRoles.length > 0 && support.reason !== null;
    if (isSupportAccess)
      await this.recordSupportAccess(caller, support, support.reason, id, record.property?.id ?? null);
    const supportRoles = isSupportAccess ? platformRoles : [];
    const own = propertyId !== null && record.property === null ? null : scopeOf(record);
    const now = record.lookedUpAt;
    return {
      scope: provenOrganization(id),
      supportRoles,
      isClosedToOwnPeople: signedIn.organizationRefusal !== null,
      platformRoles,
      model: record.model,
      now,
      own: {
        place: own,
        isArchived: record.property?.status === 'archived',
        mayKnow: () => own !== null && mayKnow(subjectOf(record, isSupportAccess), own, now),
        allows: (permission) => own !== null && decide(subjectOf(record, true), permission, own, now),
        subject: () => subjectOf(record, true),
      },
    };
  }

  /** As the guard looks: Clerk is asked about a session of which nothing told, where a policy asks when it began. */
  private async find({ clerkUserId, sessionId }: Caller, target: PathTarget): Promise<AccessRecord | null> {
    const found = await this.directory.find(clerkUserId, sessionId, target);
    if (found === null || !needsBeginning(found) || !(await this.sessions.resolve(sessionId, clerkUserId)))
      return found;
    return this.directory.find(clerkUserId, sessionId, target);
  }

  /** Writes a refusal down, as the guard does with its own; returns the error to throw. */
  async refuse(
    caller: Principal,
    support: SupportAccess,
    organizationId: string | null,
    error: AppError,
    propertyId: string | null = null,
  ): Promise<AppError> {
    await this.log.denied({
      actor: withoutReason(caller),
      organizationId,
      propertyId,
      code: error.code,
      route: support.route,
    });
    return error;
  }

  private async recordSupportAccess(
    { userId, impersonator }: Caller,
    { route }: SupportAccess,
    reason: string,
    organizationId: string,
    propertyId: string | null,
  ): Promise<void> {
    await this.log.supportAccessed({ userId, impersonator, organizationId, propertyId, reason, route });
  }
}

/** @throws Error for a caller without a sign-in: work that goes on after a request asks no questions */
function judged({ signIn }: Caller, found: AccessRecord): SignedInRecord {
  if (signIn === null) throw new Error('only somebody who is signed in asks about access');
  return judgeSignIn(found, { ...signIn, sessionBeganAt: found.sessionBeganAt });
}

/** Why somebody does not come in who knows the organization; 404 for everybody else. */
function closedBecause(
  found: AccessRecord,
  { organizationRefusal, platformRefusal }: SignedInRecord,
): AppError {
  const { organization } = found;
  if (organization?.status === 'suspended' && organization.role !== null)
    return authErrors.organizationSuspended();
  if (organizationRefusal !== null) return organizationRefusal;
  const wouldKnow = mayKnow(subjectOf(found, true), scopeOf({ ...found, property: null }), found.lookedUpAt);
  return platformRefusal !== null && wouldKnow ? platformRefusal : authErrors.notFound();
}

/** A refusal says who was refused; what a person gave as their reason belongs to what they were let in for. */
function withoutReason(caller: Principal): Exclude<Actor, { kind: 'system' }> {
  const actor = actorOf(caller);
  return actor.kind === 'user' ? { ...actor, reason: null } : actor;
}
