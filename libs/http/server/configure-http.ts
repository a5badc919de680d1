import type { Environment } from '#libs/config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemFilter } from '../errors/problem.filter.js';
import { StrictValidationPipe } from '../validation/validation-pipe.js';

/** Gives an application the problem filter, the validation and CORS. Call before `listen`. */
export function configureHttp(app: NestFastifyApplication, environment: Environment): void {
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new StrictValidationPipe());
  app.enableCors({
    // Exact origins only: nothing is reflected, and `null` (sandboxed frames, files) is nobody's origin.
    origin: [...environment.clerk.authorizedParties],
    // Sessions travel in the Authorization header; no cookie is ever read.
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'If-Match',
      'Idempotency-Key',
      'X-Access-Reason',
      'X-Request-Id',
    ],
    exposedHeaders: [
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
  });
}
