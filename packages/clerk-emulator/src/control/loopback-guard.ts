import type { FastifyRequest } from 'fastify';
import { clerkError } from '../server/clerk-error.js';

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Lets through only callers on this machine that are not somebody else's web page: the address must be loopback, the
 * host a local name (a page cannot get round that by rebinding its own name), and an origin, if sent, our own.
 */
export function requireLoopback(request: FastifyRequest): void {
  const address = request.socket.remoteAddress ?? '';
  const loopback = /^(?:::ffff:)?127\./.test(address) || address === '::1';
  const host = request.headers.host ?? '';
  const local = LOCAL_NAMES.has(host.replace(/:\d+$/, ''));
  const { origin } = request.headers;
  const own = origin === undefined || origin === `http://${host}`;
  const site = request.headers['sec-fetch-site'];
  const foreign = site === 'cross-site' || site === 'same-site';
  if (loopback && local && own && !foreign) return;
  throw clerkError(
    403,
    'loopback_only',
    'Loopback only',
    'The control panel answers only to programs on this machine and to its own page.',
  );
}
