import type { Environment } from '#libs/config';
import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Helmet for an API: its answers are data, so a page may load nothing on their account and frame none of them. */
export function securityHeaders(environment: Environment): FastifyHelmetOptions {
  return {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'same-site' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    hsts: environment.isProduction ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  };
}

/** The policy of the docs page, whose scripts and styles are served from here and partly written inline. */
export const DOCS_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
