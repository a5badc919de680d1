import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { prepareSubject } from '#libs/authz';
import { AppError, requestContext } from '#libs/http';
import { provenOrganization, provenPlatform, provenProperty } from '#libs/database/scopes';
import { AccessLog, type PathTarget } from './access-directory.js';
import { authErrors } from './auth.errors.js';
import { actorOfAccount, type GuardedRequest, type ProvenAccess } from './caller.js';
import { NO_TARGET, readPathTarget } from './path-target.js';
import { checkPolicy } from './policy.rule.js';
import { levelOfPolicy, type RoutePolicy } from './route-policy.js';
import { routeOf } from './route-of.js';
import { ServiceAccountAccess } from './service-account-access.js';
import type { ServiceAccountRecord } from './service-account-directory.js';
import { StagingGate } from './staging-gate.js';

/** What the route of a request declares. */
export interface DeclaredAccess {
  readonly policy: RoutePolicy;
  /** Marked with `@OpenToServiceAccounts()`. */
  readonly isOpen: boolean;
}

/** Lets a service account in, as the guard lets people in: by a key that holds now, on a route that is open to it, with the right. */
@Injectable()
export class ServiceAccountAdmission {
  constructor(
    private readonly access: ServiceAccountAccess,
    private readonly log: AccessLog,
    private readonly staging: StagingGate,
  ) {}

  /** @throws AppError 401 for a key that does not hold, 403 or 404 for what it does not open; refusals are written down */
  async admit(
    request: FastifyRequest & GuardedRequest,
    token: string,
    { policy, isOpen }: DeclaredAccess,
  ): Promise<void> {
    const account = await this.access.authenticate(token);
    const served = requestContext();
    if (served !== undefined) served.callerId = account.accountId;
    const target = readPathTarget(request.params);
    if (target === 'malformed') throw authErrors.notFound();
    try {
      this.access.demandNetwork(account, request.ip);
      await this.staging.demandAccountOf(account.organizationId);
      if (!isOpen) throw authErrors.peopleOnly();
      request.access =
        target === NO_TARGET && levelOfPolicy(policy) === null
          ? this.withoutTarget(account)
          : await this.onTarget(account, target, policy);
    } catch (error) {
      if (error instanceof AppError) await this.writeDenial(request, account, target, error);
      throw error;
    }
  }

  /** A route that names nothing and asks for no right: nothing is looked up for it, as for people without roles on the platform. */
  private withoutTarget(account: ServiceAccountRecord): ProvenAccess {
    this.access.demandOpen(account);
    const { model } = account;
    const caller = {
      kind: 'service_account',
      account,
      subject: prepareSubject(model.roles, []),
      model,
    } as const;
    return { caller, person: null, platform: null, organization: null, property: null };
  }

  private async onTarget(
    account: ServiceAccountRecord,
    target: PathTarget,
    policy: RoutePolicy,
  ): Promise<ProvenAccess> {
    const { rights, place, scope } = await this.access.at(account, target);
    const { organization, property, model } = place;
    if (policy.kind !== 'permission')
      checkPolicy(policy, model.roles, rights.subject(), scope, place.lookedUpAt);
    else {
      const side = rights.missingSide(policy.permission, scope);
      if (side !== null) throw authErrors.rightMissing(policy.permission, side);
    }
    return {
      caller: {
        kind: 'service_account',
        account,
        get subject() {
          return rights.subject();
        },
        model,
      },
      person: null,
      platform: account.organizationId === null ? provenPlatform(account.accountId) : null,
      organization: organization === null ? null : provenOrganization(organization.id),
      property:
        organization === null || property === null ? null : provenProperty(organization.id, property.id),
    };
  }

  /** An organization or property of others is not named: the log of the account's own must not hold their ids. */
  private async writeDenial(
    request: FastifyRequest,
    account: ServiceAccountRecord,
    target: PathTarget,
    error: AppError,
  ): Promise<void> {
    const isKnown = error.status !== 404;
    await this.log.denied({
      actor: actorOfAccount(account),
      organizationId: account.organizationId,
      propertyId: isKnown && target.organizationId === account.organizationId ? target.propertyId : null,
      code: error.code,
      route: routeOf(request),
    });
  }
}
