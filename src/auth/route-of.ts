import type { FastifyRequest } from 'fastify';

/** Method and pattern of a request's route, without values: what a log may hold of it. */
export function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? ''}`;
}
