import { RouteConfig } from '@nestjs/platform-fastify';

/** Largest body of an ordinary route, in bytes. */
export const BODY_LIMIT = 100 * 1024;

/** Largest body of a route marked {@link RawBody}, in bytes. */
export const RAW_BODY_LIMIT = 256 * 1024;

/**
 * The route gets the exact bytes as a Buffer (`@Body() body: Buffer`), up to 256 kB: a signature holds over bytes, not
 * over JSON written anew. The media type is still application/json.
 */
export function RawBody(): MethodDecorator {
  return RouteConfig({ rawBody: true });
}

/** Whether a route's configuration was marked with {@link RawBody}. */
export function wantsRawBody(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'rawBody' in config && config.rawBody === true;
}
