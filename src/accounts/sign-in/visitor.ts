import type { FastifyRequest } from 'fastify';
import type { FrontendCaller } from '#libs/clerk';
import type { Environment } from '#settings';
import { accountSignInErrors } from './sign-in.errors.js';

/** Whose browser asks. */
export interface Visitor extends FrontendCaller {
  /** The first address that is not one of our own proxies. */
  readonly address: string;
}

/**
 * Who asks, once it is certain that a page of ours does: a cookie goes along with whatever page sends a request, and only
 * `Origin` tells which one. Tokens are made for it, too (`azp`).
 *
 * @throws AppError 403 `origin_refused`
 */
export function visitorOf(request: FastifyRequest, { clerk }: Environment): Visitor {
  const { origin, 'user-agent': userAgent = null } = request.headers;
  if (origin === undefined || !clerk.authorizedParties.includes(origin))
    throw accountSignInErrors.originRefused();
  return { origin, userAgent, address: request.ip };
}
