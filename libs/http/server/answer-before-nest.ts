import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';

/**
 * Lets a hook answer `GET <path>` before Nest sees the request, behind the hooks of the edge; what it does not answer goes on
 * to the guard. Call before `init`.
 */
export function answerBeforeNest(
  app: INestApplication,
  path: string,
  answer: onRequestHookHandler | onRequestAsyncHookHandler,
): void {
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  fastify.addHook('onRoute', (route) => {
    if (route.url === path && route.method === 'GET')
      route.onRequest = [route.onRequest ?? [], answer].flat();
  });
}
