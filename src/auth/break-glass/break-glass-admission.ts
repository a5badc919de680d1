import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type BreakGlassClaims, readBreakGlassToken } from '#libs/break-glass';
import { ClerkTransport } from '#libs/clerk';
import { AppError, requestContext } from '#libs/http';
import { provenOrganization, provenPlatform, provenProperty, provenPerson } from '#libs/database/scopes';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import { type AccessRecord, AccessDirectory, AccessLog, type PathTarget } from '../access-directory.js';
import { mayKnow, scopeOf, subjectOf, withRole } from '../access.rule.js';
import { authErrors } from '../auth.errors.js';
import type { GuardedRequest } from '../caller.js';
import { isInNetworks } from '../network-value.js';
import { readPathTarget } from '../path-target.js';
import { checkPolicy } from '../policy.rule.js';
import { routeOf } from '../route-of.js';
import type { RoutePolicy } from '../route-policy.js';
import { StagingGate } from '../staging-gate.js';
import { BreakGlassLedger } from './break-glass-ledger.js';
import { BREAK_GLASS_ROUTES } from './break-glass-routes.js';

type Request = FastifyRequest & GuardedRequest;

/**
 * Lets a platform owner in by a break-glass token while Clerk cannot be asked: on a listed route, for one request, written
 * down before it is answered. What is in doubt is refused.
 */
@Injectable()
export class BreakGlassAdmission {
  constructor(
    private readonly environment: Environment,
    private readonly clock: Clock,
    private readonly directory: AccessDirectory,
    private readonly ledger: BreakGlassLedger,
    private readonly clerk: ClerkTransport,
    private readonly log: AccessLog,
    private readonly staging: StagingGate,
  ) {}

  /** Without a key such a token is a word like any other. */
  get isConfigured(): boolean {
    return this.environment.breakGlassKey !== undefined;
  }

  /** @throws AppError 401 for a token that does not hold or was used, 403 or 404 for what it does not open */
  async admit(request: Request, token: string, policy: RoutePolicy): Promise<void> {
    const claims = this.read(token);
    const target = readPathTarget(request.params);
    if (target === 'malformed') throw authErrors.notFound();
    // No session stands behind it.
    const record = await this.directory.find(claims.subject, '', target);
    if (record === null || isShutOut(record, claims)) throw authErrors.badBreakGlass('shut_out');
    const served = requestContext();
    if (served !== undefined) served.callerId = record.userId;
    try {
      await this.staging.demandPerson(claims.subject);
      await this.demandOpen(request, policy, target, record);
      await this.useUp(request, claims, record);
    } catch (error) {
      if (error instanceof AppError) await this.writeDenial(request, claims, record, error);
      throw error;
    }
  }

  private read(token: string): BreakGlassClaims {
    const { breakGlassKey, clerk } = this.environment;
    if (breakGlassKey === undefined) throw authErrors.badBreakGlass('forged');
    const times = { nowMs: this.clock.nowMs(), skewMs: clerk.clockSkewMs };
    const read = readBreakGlassToken(token, breakGlassKey, times);
    if (typeof read === 'string') throw authErrors.badBreakGlass(read);
    return read;
  }

  private async demandOpen(
    request: Request,
    policy: RoutePolicy,
    target: PathTarget,
    found: AccessRecord,
  ): Promise<void> {
    if (!found.platformRoles.includes('owner')) throw authErrors.roleMissing('owner');
    if (!BREAK_GLASS_ROUTES.has(routeOf(request))) throw authErrors.closedToBreakGlass();
    const networks = found.signInPolicies.platform?.allowedNetworks ?? [];
    if (networks.length > 0 && !isInNetworks(request.ip, networks))
      throw authErrors.signInRefused('network_refused', 'platform', ['network_refused']);
    const isMissing =
      (target.propertyId !== null && found.property === null) ||
      ((target.organizationId !== null || target.organizationClerkId !== null) &&
        found.organization === null);
    if (isMissing) throw authErrors.notFound();
    const record = asStaff(found);
    const scope = scopeOf(record);
    const subject = subjectOf(record, true);
    if (!mayKnow(subject, scope, record.lookedUpAt)) throw authErrors.notFound();
    checkPolicy(policy, record.model.roles, subject, scope, record.lookedUpAt);
    // Last of all: it costs time, and tells whoever has no right nothing of Clerk.
    if (!(await this.clerk.isOut())) throw authErrors.clerkAnswers();
  }

  private async useUp(request: Request, claims: BreakGlassClaims, found: AccessRecord): Promise<void> {
    const record = asStaff(found);
    const { userId, organization, property } = record;
    const place = { organizationId: organization?.id ?? null, propertyId: property?.id ?? null };
    const { id: tokenId, reason, subject: clerkUserId } = claims;
    const route = routeOf(request);
    const expiresAt = new Date(claims.expiresAt * 1_000);
    if (!(await this.ledger.use({ tokenId, userId, reason, route, ...place, expiresAt })))
      throw authErrors.badBreakGlass('used');
    if (organization !== null)
      await this.log.supportAccessed({
        userId,
        impersonator: null,
        organizationId: organization.id,
        propertyId: place.propertyId,
        reason,
        route,
      });
    request.access = {
      caller: {
        kind: 'user',
        userId,
        clerkUserId,
        sessionId: `break-glass:${tokenId}`,
        impersonator: null,
        accessReason: reason,
        subject: subjectOf(record, true),
        model: record.model,
        signIn: null,
        platformFaults: [],
      },
      person: provenPerson(userId),
      platform: organization === null ? provenPlatform(userId) : null,
      organization: organization === null ? null : provenOrganization(organization.id),
      property:
        organization === null || property === null ? null : provenProperty(organization.id, property.id),
    };
  }

  private async writeDenial(
    request: Request,
    { reason }: BreakGlassClaims,
    { userId, organization, property }: AccessRecord,
    { code }: AppError,
  ): Promise<void> {
    await this.log.denied({
      actor: { kind: 'user', userId, impersonator: null, reason },
      organizationId: organization?.id ?? null,
      propertyId: property?.id ?? null,
      code,
      route: routeOf(request),
    });
  }
}

/** What they hold in an organization themselves does not count: an owner of the platform was let in, and nobody else. */
function asStaff(record: AccessRecord): AccessRecord {
  return withRole(record, null);
}

/** Signing somebody out ends the tokens that were made for them by then, in doubt those of the same second. */
function isShutOut(
  { canAct, sessionsInvalidBefore }: AccessRecord,
  { notBefore }: BreakGlassClaims,
): boolean {
  return !canAct || (sessionsInvalidBefore !== null && notBefore * 1_000 <= sessionsInvalidBefore.getTime());
}
