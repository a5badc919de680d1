import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
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
 * from here. Public outside production. Call before `listen`; gives the document.
 */
export function setupOpenApi(
  app: NestFastifyApplication,
  settings: HttpSettings,
  options: OpenApiOptions,
): OpenAPIObject {
  const document = describeApi(app, options);
  guardDocs(app.getHttpAdapter().getInstance(), settings, options);
  SwaggerModule.setup(DOCS.slice(1), app, document, {
    jsonDocumentUrl: DOCUMENT.slice(1),
    raw: ['json'],
    customSiteTitle: options.title,
    swaggerOptions: { persistAuthorization: false, tryItOutEnabled: true, validatorUrl: null },
  });
  return document;
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
