import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { CallerIdentity } from '../request/caller-identity.js';
import { wantsRawBody } from '../server/raw-body.js';
import { RateLimits } from './rate-limits.js';

/**
 * Counts every request by address before the guard sees it. Call before `listen`. Health probes and signed deliveries
 * ({@link RawBody}, many from few addresses) are not counted.
 */
export function limitByAddress(app: NestFastifyApplication, limits: RateLimits): void {
  if (!limits.isEnabled) return;
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const count: onRequestHookHandler = (request, reply, done) => {
    limits.countAddress(request.ip, reply).then(done, done);
  };
  // What is nowhere is counted too: somebody is trying paths.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) count.call(fastify, request, reply, done);
    else done();
  });
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith('/health/') || wantsRawBody(route.config)) return;
    route.onRequest = [count, route.onRequest ?? []].flat();
  });
}

/** Counts every request of a signed-in user; registered once for the application, behind the guard that knows him. */
@Injectable()
export class UserRateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: RateLimits,
    private readonly callers: CallerIdentity,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const userId = this.callers.idOf(http.getRequest<FastifyRequest>());
    return userId === undefined || this.count(userId, http.getResponse<FastifyReply>());
  }

  private async count(userId: string, reply: FastifyReply): Promise<boolean> {
    const refusal = await this.limits.countUser(userId, reply);
    if (refusal) throw refusal;
    return true;
  }
}
