import { createHash, timingSafeEqual } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { OperationsPagesService } from './operations-pages.service.js';

const METRICS_PATH = '/metrics';

/**
 * Answers `GET /metrics` to whoever sends `METRICS_TOKEN`, as scrapers do that can send nothing but a fixed bearer token.
 * It opens nothing else; every other request goes on to the guard. Call before `init`.
 */
export function answerMetricsToken(app: INestApplication, token: string | undefined): void {
  if (token === undefined) return;
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  const pages = app.get(OperationsPagesService, { strict: false });
  const expected = digestOf(`Bearer ${token}`);
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { authorization } = request.headers;
    // The scheme in any case, as RFC 9110, 11.1 says.
    const sent = digestOf((authorization ?? '').replace(/^bearer /i, 'Bearer '));
    if (!timingSafeEqual(sent, expected)) return undefined;
    const { type, text } = await pages.metrics();
    return reply.type(type).header('cache-control', 'no-store').send(text);
  };
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (route.url === METRICS_PATH && route.method === 'GET')
      route.onRequest = [route.onRequest ?? [], answer].flat();
  });
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
