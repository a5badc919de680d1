import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { type AppError, httpErrors } from '#libs/http';

const OPEN: ReadonlySet<string | undefined> = new Set([
  '/health',
  '/health/live',
  '/health/ready',
  '/metrics',
]);

/**
 * Has a process that does jobs answer for itself alone, `GET /health`, `/health/live`, `/health/ready` and `/metrics`, and
 * 404 `not_found` to everything else, whoever asks: what reaches it by mistake must not find a second door to the API.
 * Call before `init`.
 */
export function serveOperationsOnly(app: INestApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  const refuse: onRequestHookHandler = (request, _reply, done) => {
    // The route that was found, not the path that was asked for: nothing is decided by how a path is written.
    done(OPEN.has(request.routeOptions.url) ? undefined : jobsOnly());
  };
  fastify.addHook('onRequest', refuse);
}

function jobsOnly(): AppError {
  return httpErrors.notFound({
    detail: 'This process only does jobs (ROLE=worker). Ask one with ROLE=api or ROLE=all.',
  });
}
