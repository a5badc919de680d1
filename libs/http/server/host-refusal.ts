import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { AppError } from '../errors/app-error.js';
import { httpErrors } from '../errors/http-errors.js';

/** `name`, `name:port`, `[::1]:port` (RFC 9110, 7.2; RFC 3986, 3.2.2 without user information). */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::\d{1,5})?$/i;
const ABSOLUTE_FORM = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/**
 * Why a request is refused by whom it is addressed to: 400 without a readable `Host`, 421 for a name that is not served
 * here (RFC 9110, 15.5.20). A target in absolute form must name the same authority as `Host`, since some programs on the
 * way read the one and some the other (RFC 9112, 3.2.2). Addresses pass: probes know no name.
 *
 * @param allowed lower-case names; undefined: any
 */
export function hostRefusal(
  request: IncomingMessage,
  allowed: readonly string[] | undefined,
): AppError | undefined {
  const { host } = request.headers;
  // HTTP/1.0 knows no Host.
  if (host === undefined && request.httpVersion !== '1.0')
    return httpErrors.badRequest({ detail: 'The header host is missing.' });
  const target = ABSOLUTE_FORM.exec(request.url ?? '')?.[1];
  if (target !== undefined && target.toLowerCase() !== host?.toLowerCase())
    return httpErrors.misdirectedRequest();
  if (host === undefined) return undefined;
  const name = AUTHORITY.exec(host)?.[1]?.toLowerCase();
  if (name === undefined) return httpErrors.badRequest({ detail: 'The header host names no host.' });
  const isServed = allowed === undefined || allowed.includes(name) || isIP(name.replace(/^\[|\]$/g, '')) > 0;
  return isServed ? undefined : httpErrors.misdirectedRequest();
}
