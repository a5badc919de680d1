import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { httpErrors } from '../errors/http-errors.js';
import type { HttpSettings } from '../http-settings.js';
import { DOCS_CONTENT_SECURITY_POLICY } from '../server/security-headers.js';
import { describeProblems } from './describe-problems.js';

/** What the document says of itself, and who may read it. */
export interface OpenApiOptions {
  readonly title: string;
  readonly description: string;
  readonly version: string;
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
  const config = new DocumentBuilder()
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(options.version)
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'A Clerk session token',
    })
    .addSecurityRequirements('bearer')
    .build();
  const document = describeProblems(SwaggerModule.createDocument(app, config));
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
