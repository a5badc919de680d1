import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { looksLikeBreakGlassToken } from '#libs/break-glass';
import { AppError, requestContext } from '#libs/http';
import { inSpan } from '#libs/telemetry';
import { provenOrganization, provenPerson, provenPlatform, provenProperty } from '#libs/database/scopes';
import { Environment } from '#settings';
import {
  type AccessRecord,
  AccessDirectory,
  AccessLog,
  MirrorState,
  SessionResolver,
  UnknownPersonResolver,
} from './access-directory.js';
import { mayKnow, scopeOf, subjectOf, withRole } from './access.rule.js';
import { ActivityRecorder } from './activity-recorder.js';
import { authErrors } from './auth.errors.js';
import type { Caller, GuardedRequest } from './caller.js';
import { accessReasonOf } from './access-reason.js';
import { readBearerToken } from './bearer-token.js';
import { BreakGlassAdmission } from './break-glass/break-glass-admission.js';
import { NO_TARGET, readPathTarget } from './path-target.js';
import { checkPolicy, meetsPolicy } from './policy.rule.js';
import { RevocationWatch } from './revocation-watch.js';
import {
  levelOfPolicy,
  NOT_IMPERSONATED,
  OPEN_TO_SERVICE_ACCOUNTS,
  ROUTE_POLICY,
  type RoutePolicy,
  STEP_UP,
} from './route-policy.js';
import { RoleConflictResolver } from './role-conflict-resolver.js';
import { routeOf } from './route-of.js';
import { ServiceAccountAdmission } from './service-account-admission.js';
import { clerkTokenKindOf } from './clerk-token-kind.js';
import { looksLikeServiceAccountKey } from './service-account-key.js';
import { type SessionClaims, USER_ID } from './session-claims.js';
import { judgeSignIn, needsBeginning, signInOf } from './signed-in-record.js';
import { isShutOut, statusOfSession } from './session-status.rule.js';
import { StagingGate } from './staging-gate.js';
import { staleFactor } from './stale-factor.rule.js';
import { TokenReader } from './token-reader.js';

type Request = FastifyRequest & GuardedRequest;

const GUARD = { name: 'guard' } as const;

/** Stands before every route: token, person, rights on what the path names. What it does not know, it refuses. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenReader,
    private readonly serviceAccounts: ServiceAccountAdmission,
    private readonly breakGlass: BreakGlassAdmission,
    private readonly directory: AccessDirectory,
    private readonly mirrorState: MirrorState,
    private readonly unknownPeople: UnknownPersonResolver,
    private readonly sessions: SessionResolver,
    private readonly log: AccessLog,
    private readonly revocations: RevocationWatch,
    private readonly conflictResolver: RoleConflictResolver,
    private readonly activity: ActivityRecorder,
    private readonly staging: StagingGate,
    private readonly environment: Environment,
  ) {}

  canActivate(context: ExecutionContext): Promise<boolean> {
    return inSpan(GUARD, () => this.letIn(context));
  }

  private async letIn(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    const policy = this.reflector.get<RoutePolicy | undefined>(ROUTE_POLICY, handler);
    if (policy === undefined) throw authErrors.undeclaredRoute();
    if (policy.kind === 'public') return true;

    const request = context.switchToHttp().getRequest<Request>();
    const token = tokenOf(request);
    if (token !== null && isServiceAccountToken(token)) {
      const isOpen = this.reflector.get<boolean | undefined>(OPEN_TO_SERVICE_ACCOUNTS, handler) === true;
      await this.serviceAccounts.admit(request, token, { policy, isOpen });
      return true;
    }
    if (token !== null && this.breakGlass.isConfigured && looksLikeBreakGlassToken(token)) {
      await this.breakGlass.admit(request, token, policy);
      return true;
    }
    const claims = await this.authenticate(request);
    request.sessionClaims = claims;
    await this.demandImpersonatorCanAct(claims);
    if (policy.kind === 'signed-in' && policy.tokenOnly) {
      if (this.revocations.isRevoked(claims)) throw this.tokens.refuse('shut_out');
      await this.staging.demandPerson(claims.clerkUserId);
      if (claims.impersonator === null) this.activity.seenByToken(claims.clerkUserId);
      return true;
    }

    // Rights on the platform are given here and not at Clerk, so they are known before anything is mirrored.
    if (levelOfPolicy(policy) !== 'platform' && !(await this.mirrorState.isSeeded()))
      throw authErrors.notSeeded();
    const record = await this.identify(claims, request);
    const served = requestContext();
    if (served !== undefined) served.callerId = record.userId;
    try {
      await this.staging.demandPerson(claims.clerkUserId);
      if (
        this.reflector.get<boolean | undefined>(NOT_IMPERSONATED, handler) === true &&
        claims.impersonator !== null
      ) {
        throw authErrors.impersonated();
      }
      await this.authorize(request, policy, claims, record);
      if (this.reflector.get<boolean | undefined>(STEP_UP, handler) === true) {
        const stale = staleFactor(claims.factorAges, record.twoFactorEnabled);
        if (stale !== null) throw authErrors.stepUpRequired(stale);
      }
    } catch (error) {
      if (error instanceof AppError) await this.writeDenial(request, claims, record, error);
      throw error;
    }
    this.recordActivity(request, claims);
    return true;
  }

  private async authenticate(request: Request): Promise<SessionClaims> {
    const claims = await this.tokens.read(request);
    if (claims.status === 'pending') throw authErrors.pendingSession();
    return claims;
  }

  /**
   * Clerk ends the sessions of who is banned, and an impersonated session is somebody else's. Clerk's own staff may
   * impersonate as well; nobody here has their id.
   */
  private async demandImpersonatorCanAct({ impersonator, sessionId }: SessionClaims): Promise<void> {
    if (impersonator === null || !USER_ID.test(impersonator)) return;
    const record = await this.directory.find(impersonator, sessionId, NO_TARGET);
    if (record?.canAct === false) throw this.tokens.refuse('shut_out');
  }

  private async identify(claims: SessionClaims, request: Request): Promise<AccessRecord> {
    const target = readPathTarget(request.params);
    if (target === 'malformed') throw authErrors.notFound();
    const find = () => this.directory.find(claims.clerkUserId, claims.sessionId, target);
    let record = await find();
    if (record === null && (await this.unknownPeople.resolve(claims.clerkUserId))) record = await find();
    record = await this.admit(record, claims, find);
    record = await this.conflictResolver.settle(record, claims, find);
    if (record === null) throw this.tokens.refuse('unknown_person');
    if (isShutOut(record, claims)) throw this.tokens.refuse('shut_out');
    if (
      (target.propertyId !== null && record.property === null) ||
      ((target.organizationId !== null || target.organizationClerkId !== null) &&
        record.organization === null)
    ) {
      throw authErrors.notFound();
    }
    return record;
  }

  /** @throws AppError 401 for who is shut out, 503 where only Clerk knows and cannot answer */
  private async admit(
    found: AccessRecord | null,
    claims: SessionClaims,
    again: () => Promise<AccessRecord | null>,
  ): Promise<AccessRecord> {
    let record = found;
    const isInDoubt =
      record?.canAct === true && (statusOfSession(record, claims) === 'unknown' || needsBeginning(record));
    if (isInDoubt && (await this.sessions.resolve(claims.sessionId, claims.clerkUserId)))
      record = await again();
    if (record === null) throw this.tokens.refuse('unknown_person');
    if (isShutOut(record, claims)) throw this.tokens.refuse('shut_out');
    return record;
  }

  private async authorize(
    request: Request,
    policy: Exclude<RoutePolicy, { kind: 'public' }>,
    claims: SessionClaims,
    found: AccessRecord,
  ): Promise<void> {
    const now = found.lookedUpAt;
    const scope = scopeOf(found);
    if (!mayKnow(subjectOf(found, true), scope, now)) throw authErrors.notFound();
    const signIn = signInOf(claims, found, request.ip);
    const signedIn = judgeSignIn(found, signIn);
    // Where the organization is closed to its own people, only what they hold on the platform counts.
    const closed = this.closedBecause(found, claims);
    const record = closed === null ? signedIn.record : withRole(signedIn.record, null);
    const subject = subjectOf(record, true);
    const refusals = [signedIn.organizationRefusal, signedIn.platformRefusal].filter((each) => each !== null);
    if (!mayKnow(subject, scope, now)) throw closed ?? refusals[0] ?? authErrors.notFound();
    const { roles } = record.model;
    // What a sign-in policy takes away is no lack of a right, and is told by its name.
    if (closed === null && refusals[0] !== undefined && !meetsPolicy(policy, roles, subject, scope, now)) {
      if (meetsPolicy(policy, roles, subjectOf(found, true), scope, now)) throw refusals[0];
    }
    checkPolicy(policy, roles, subject, scope, now);

    // A right that comes from the platform alone is support access: it needs a reason and leaves a trace.
    let accessReason: string | null = null;
    if (record.organization !== null && !meetsPolicy(policy, roles, subjectOf(record, false), scope, now)) {
      accessReason = accessReasonOf(request);
      if (accessReason === null) throw authErrors.reasonRequired();
      await this.log.supportAccessed({
        userId: record.userId,
        impersonator: claims.impersonator,
        organizationId: record.organization.id,
        propertyId: record.property?.id ?? null,
        reason: accessReason,
        route: routeOf(request),
      });
    }
    const caller: Caller = {
      kind: 'user',
      userId: record.userId,
      clerkUserId: claims.clerkUserId,
      sessionId: claims.sessionId,
      impersonator: claims.impersonator,
      accessReason,
      subject,
      model: record.model,
      signIn,
      platformFaults: signedIn.platformFaults,
    };
    request.access = {
      caller,
      person: provenPerson(record.userId),
      platform:
        record.platformRoles.length > 0 && scope.kind === 'platform' ? provenPlatform(record.userId) : null,
      organization: record.organization === null ? null : provenOrganization(record.organization.id),
      property:
        record.organization === null || record.property === null
          ? null
          : provenProperty(record.organization.id, record.property.id),
    };
  }

  /** Whoever acts in another person's name is not that person's activity, and support access of staff is not the tenant's. */
  private recordActivity({ access }: Request, claims: SessionClaims): void {
    if (access?.caller.kind !== 'user' || claims.impersonator !== null) return;
    const isSupportAccess = access.caller.accessReason !== null;
    this.activity.seen({
      userId: access.caller.userId,
      organizationId: isSupportAccess ? null : (access.organization?.organizationId ?? null),
      propertyId: isSupportAccess ? null : (access.property?.propertyId ?? null),
    });
  }

  private closedBecause({ organization }: AccessRecord, claims: SessionClaims): AppError | null {
    if (organization === null) return null;
    if (organization.status === 'suspended') return authErrors.organizationSuspended();
    // By setting: only the organization that is active in the token, so that 65 s hold everywhere.
    const isActive = claims.activeOrganization?.clerkId === organization.clerkId;
    return this.environment.requireActiveOrganization && !isActive
      ? authErrors.otherOrganizationActive()
      : null;
  }

  private async writeDenial(
    request: Request,
    claims: SessionClaims,
    record: AccessRecord,
    error: AppError,
  ): Promise<void> {
    await this.log.denied({
      actor: {
        kind: 'user',
        userId: record.userId,
        impersonator: claims.impersonator,
        reason: null,
      },
      organizationId: record.organization?.id ?? null,
      propertyId: record.property?.id ?? null,
      code: error.code,
      route: routeOf(request),
    });
  }
}

/** Whether a request carries the key of a service account, or one of Clerk's machine tokens, in place of a session token. */
function isServiceAccountToken(token: string): boolean {
  return looksLikeServiceAccountKey(token) || clerkTokenKindOf(token) !== null;
}

function tokenOf(request: Request): string | null {
  const bearer = readBearerToken(request.raw);
  return bearer === null || bearer === 'malformed' ? null : bearer.token;
}
