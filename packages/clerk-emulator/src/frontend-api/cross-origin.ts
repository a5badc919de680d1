import type { FastifyInstance } from 'fastify';

/** Lets pages of the authorized parties call the Frontend API with their cookies; others get no CORS headers. */
export function addCrossOrigin(scope: FastifyInstance, authorizedParties: readonly string[]): void {
  scope.addHook('onRequest', (request, reply, next) => {
    const { origin } = request.headers;
    if (origin !== undefined && authorizedParties.includes(origin)) {
      reply
        .header('access-control-allow-origin', origin)
        .header('access-control-allow-credentials', 'true')
        .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-expose-headers', 'retry-after')
        .header('vary', 'Origin');
    }
    next();
  });
  for (const url of ['/v1/client', '/v1/client/*', '/v1/environment', '/v1/me', '/v1/me/*']) {
    scope.options(url, (_request, reply) => reply.status(204).send());
  }
}
