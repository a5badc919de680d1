import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { authErrors } from './auth.errors.js';
import { holdsServiceAccountKey } from './service-account-key.js';

/**
 * Refuses every request whose URL carries a key of a service account: proxies, browsers and logs of others keep URLs, so
 * it has leaked already, and its holder must hear of it rather than find that it works. Call before `init`.
 */
export function refuseKeysInUrls(app: INestApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  const refuse: onRequestHookHandler = (request, _reply, done) => {
    done(holdsServiceAccountKey(request.url) ? authErrors.keyInUrl() : undefined);
  };
  fastify.addHook('onRequest', refuse);
}
