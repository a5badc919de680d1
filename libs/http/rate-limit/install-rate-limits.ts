import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { from, switchMap, type Observable } from 'rxjs';
import { CallerIdentity } from '../request/caller-identity.js';
import { wantsRawBody } from '../server/raw-body.js';
import { RateLimits } from './rate-limits.js';

/**
 * Counts every request by address before the guard sees it. Call before `listen`. Health probes and signed deliveries
 * ({@link RawBody}, many from few addresses) are not counted.
 */
export function limitByAddress(app: NestFastifyApplication, limits: RateLimits): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    const { config, url } = request.routeOptions;
    if (url?.startsWith('/health/') === true || wantsRawBody(config)) return;
    const refusal = await limits.countAddress(request.ip, reply);
    if (refusal) throw refusal;
  });
}

/** Counts every request of a signed-in user; registered once for the application, it runs behind the guard. */
@Injectable()
export class UserRateLimitInterceptor implements NestInterceptor {
  constructor(
    private readonly limits: RateLimits,
    private readonly callers: CallerIdentity,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const userId = this.callers.idOf(http.getRequest<FastifyRequest>());
    if (userId === undefined) return next.handle();
    return from(this.limits.countUser(userId, http.getResponse<FastifyReply>())).pipe(
      switchMap((refusal) => {
        if (refusal) throw refusal;
        return next.handle();
      }),
    );
  }
}
