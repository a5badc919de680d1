import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { OrganizationScope, PersonScope, PlatformScope, PropertyScope } from '#libs/database';
import type { FastifyRequest } from 'fastify';
import { authErrors } from './auth.errors.js';
import type { Caller, GuardedRequest, Principal, ProvenAccess } from './caller.js';
import { accessReasonOf } from './access-reason.js';
import type { SupportAccess } from './scope-prover.js';
import type { SessionClaims } from './session-claims.js';

/** The claims of the verified token; all there is on a route that reads no table. */
export const Claims = createParamDecorator((_: unknown, context: ExecutionContext): SessionClaims => {
  const claims = requestOf(context).sessionClaims;
  return demand(claims, 'claims');
});

/** The person who calls; on a route that is open to service accounts, see {@link CurrentPrincipal}. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = accessOf(context);
  if (caller.kind !== 'user') throw authErrors.peopleOnly();
  return caller;
});

/** Whoever calls: a person or a service account. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => accessOf(context).caller,
);

/** The organization of the path, as the proof that the guard checked a right on it. */
export const InOrganization = createParamDecorator(
  (_: unknown, context: ExecutionContext): OrganizationScope =>
    demand(accessOf(context).organization, 'organization'),
);

/** The property of the path, as the proof that the guard checked a right on it. */
export const InProperty = createParamDecorator((_: unknown, context: ExecutionContext): PropertyScope =>
  demand(accessOf(context).property, 'property'),
);

/** The caller's own data. */
export const AsPerson = createParamDecorator((_: unknown, context: ExecutionContext): PersonScope =>
  demand(accessOf(context).person, 'person'),
);

/** The caller's own data; null for a service account, which has none. */
export const MaybePerson = createParamDecorator(
  (_: unknown, context: ExecutionContext): PersonScope | null => accessOf(context).person,
);

/** The platform, for its staff. */
export const OnPlatform = createParamDecorator((_: unknown, context: ExecutionContext): PlatformScope =>
  demand(accessOf(context).platform, 'platform'),
);

/** The platform where the caller has any role on it, else null; for lists that show staff more. */
export const MaybePlatform = createParamDecorator(
  (_: unknown, context: ExecutionContext): PlatformScope | null => accessOf(context).platform,
);

/** For routes whose scope does not come from the path: what the caller says of support access, for `ScopeProver`. */
export const StatedSupportAccess = createParamDecorator(
  (_: unknown, context: ExecutionContext): SupportAccess => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return {
      reason: accessReasonOf(request),
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
    };
  },
);

function requestOf(context: ExecutionContext): GuardedRequest {
  return context.switchToHttp().getRequest<GuardedRequest>();
}

function accessOf(context: ExecutionContext): ProvenAccess {
  return demand(requestOf(context).access, 'access');
}

function demand<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`the guard proved no ${what} for this route`);
  return value;
}
