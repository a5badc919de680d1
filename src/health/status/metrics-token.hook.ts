import { createHash, timingSafeEqual } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import type { onRequestAsyncHookHandler } from 'fastify';
import { tokenOfHeader } from '#auth';
import { answerBeforeNest } from '#libs/http';
import { OperationsPagesService } from './operations-pages.service.js';

/**
 * Answers `GET /metrics` to whoever sends `METRICS_TOKEN`, as scrapers do that can send nothing but a fixed bearer token.
 * It opens nothing else; every other request goes on to the guard. Call before `init`.
 */
export function answerMetricsToken(app: INestApplication, token: string | undefined): void {
  if (token === undefined) return;
  const pages = app.get(OperationsPagesService, { strict: false });
  const expected = digestOf(token);
  const answer: onRequestAsyncHookHandler = async (request, reply) => {
    const sent = tokenOfHeader(request.headers.authorization ?? '');
    if (sent === undefined || !timingSafeEqual(digestOf(sent), expected)) return undefined;
    const { type, text } = await pages.metrics();
    return reply.type(type).header('cache-control', 'no-store').send(text);
  };
  answerBeforeNest(app, '/metrics', answer);
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
