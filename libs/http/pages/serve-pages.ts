import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Pages that a script draws in the browser: built files, and one start page for all addresses below the path. */
export interface Pages {
  /** Where they are: `/console`, without a slash at the end. */
  readonly path: string;
  /** The folder of the built files: `index.html`, and under `assets/` files whose names change with their content. */
  readonly folder: string;
  readonly contentSecurityPolicy: string;
  /** What the start page has to be told, answered at `<path>/config.json`. No secret: everybody reads it. */
  readonly config: object;
}

/** Names of files in `assets/` change with what is in them, so that a browser may keep them for ever. */
const ASSETS = 'assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** May be kept, and is asked for each time whether it is still the same. */
const ASK_AGAIN = 'no-cache';

/**
 * Serves pages beside the API, from the disk, compressed as they were built. An address that names no file shows the start
 * page, so that links into the pages work. Call before `init`.
 */
export function servePages(app: NestFastifyApplication, pages: Pages): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  void fastify.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: pages.folder,
      serve: false,
      preCompressed: true,
      cacheControl: false,
    });
    scope.addHook('onRequest', (_request, reply, done) => {
      void reply.header('content-security-policy', pages.contentSecurityPolicy);
      done();
    });
    const start = (reply: FastifyReply): FastifyReply =>
      reply.header('cache-control', ASK_AGAIN).sendFile('index.html');
    scope.get(pages.path, (_request, reply) => start(reply));
    scope.get(`${pages.path}/config.json`, (_request, reply) =>
      reply.header('cache-control', ASK_AGAIN).send(pages.config),
    );
    scope.get<{ Params: { '*': string } }>(`${pages.path}/*`, (request, reply) => {
      const file = request.params['*'];
      if (!file.startsWith(ASSETS)) return start(reply);
      return reply.header('cache-control', FOR_EVER).sendFile(file);
    });
  });
}
