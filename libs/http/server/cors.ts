import type { FastifyCorsOptions } from '@fastify/cors';
import type { HttpSettings } from '../http-settings.js';

/** Which pages of other origins may call, and what they may send and see. */
export function corsOptions({ allowedOrigins, takesCookies = false }: HttpSettings): FastifyCorsOptions {
  return {
    // Exact origins only: nothing is reflected, and `null` (sandboxed frames, files) is nobody's origin.
    origin: [...allowedOrigins],
    // Sessions travel in the Authorization header. Where a cookie is read, its route looks at Origin.
    credentials: takesCookies,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'If-Match',
      'If-None-Match',
      'Idempotency-Key',
      'X-Access-Reason',
      'X-Request-Id',
    ],
    // What an answer may carry beyond its body; a page reads no other header.
    exposedHeaders: [
      'Accept-Ranges',
      'Allow',
      'Content-Disposition',
      'Content-Range',
      'ETag',
      'Idempotent-Replayed',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ],
    maxAge: 600,
  };
}
