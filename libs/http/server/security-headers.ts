import type { HttpSettings } from '../http-settings.js';

/**
 * What every answer tells a browser: this is data, so load nothing on its account, frame it nowhere, guess no type.
 * The names and values are those of OWASP's REST and HTTP-headers cheat sheets; what only old browsers read is left out.
 * They are the same for every answer, so they are made once.
 */
export function securityHeaders({ isProduction }: HttpSettings): Readonly<Record<string, string>> {
  return {
    // What is answered here is somebody's data, and mostly personal: a route that may be kept says so itself.
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-site',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isProduction ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
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
