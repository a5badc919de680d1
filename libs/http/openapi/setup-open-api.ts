import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { httpErrors } from '../errors/http-errors.js';
import type { HttpSettings } from '../http-settings.js';
import { DOCS_CONTENT_SECURITY_POLICY } from '../server/security-headers.js';
import { type ApiDescription, describeApi } from './describe-api.js';

/** What the document says of itself, and who may read it. */
export interface OpenApiOptions extends ApiDescription {
  /** In production only a caller for whom this is true sees the document; without it, nobody does. */
  readonly mayRead?: (request: FastifyRequest) => boolean | Promise<boolean>;
}

const DOCS = '/docs';
const DOCUMENT = '/openapi.json';

/**
 * Serves `/openapi.json` and, at `/docs`, a page where a token can be pasted and routes tried; all of its files come
 * from here. Public outside production. Call before `listen`. The document is made when it is first asked for: a tenth of
 * a second and a few megabytes that most processes never need.
 */
export function setupOpenApi(
  app: NestFastifyApplication,
  settings: HttpSettings,
  options: OpenApiOptions,
): void {
  guardDocs(app.getHttpAdapter().getInstance(), settings, options);
  SwaggerModule.setup(DOCS.slice(1), app, () => describeApi(app, options), {
    jsonDocumentUrl: DOCUMENT.slice(1),
    raw: ['json'],
    customSiteTitle: options.title,
    swaggerOptions: { persistAuthorization: false, tryItOutEnabled: true, validatorUrl: null },
  });
}

function guardDocs(fastify: FastifyInstance, settings: HttpSettings, options: OpenApiOptions): void {
  // The matched pattern decides, so no spelling of the address slips by.
  fastify.addHook('onRoute', (route) => {
    const isPage = route.url === DOCS || route.url.startsWith(`${DOCS}/`);
    if (!isPage && route.url !== DOCUMENT) return;
    const guard: onRequestAsyncHookHandler = async (request, reply) => {
      if (settings.isProduction && (await options.mayRead?.(request)) !== true)
        throw httpErrors.unauthenticated();
      if (isPage) void reply.header('content-security-policy', DOCS_CONTENT_SECURITY_POLICY);
      void reply.header('cache-control', 'no-store');
    };
    route.onRequest = [route.onRequest ?? [], guard].flat();
  });
}
