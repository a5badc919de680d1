import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { wantsRawBody } from '../server/raw-body.js';
import type { RateLimits } from './rate-limits.js';

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
