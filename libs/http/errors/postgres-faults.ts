import type { AppError } from './app-error.js';
import { errorOfConstraint } from './constraint-errors.js';
import { causesOf } from './causes.js';
import { httpErrors } from './http-errors.js';

/**
 * SQLSTATE classes and codes that pass by themselves (PostgreSQL manual, appendix A): lost connection, shutdown, too many
 * connections or disk full, statement and lock time-outs, serialization failures that outlived their retries, and a server
 * that takes no writes: the standby that is not primary yet, or the primary that is not any more.
 */
const PASSING = /^(?:08|53|57P0|57014|55P03|25P03|25006|40001|40P01)/;

/** Codes of Node's sockets, and the sentences of `pg` and its pool, which carry no code. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);
const DRIVER_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'Query read timeout',
];

/** What the caller reads of a database fault: a listed constraint, or 503 for what passes; undefined for the rest. */
export function errorOfPostgresFault(fault: unknown): AppError | undefined {
  for (const cause of causesOf(fault)) {
    if (typeof cause !== 'object' || cause === null) continue;
    const { code, constraint, message } = cause as {
      code?: unknown;
      constraint?: unknown;
      message?: unknown;
    };
    if (typeof code === 'string' && code.startsWith('23') && typeof constraint === 'string') {
      return errorOfConstraint(constraint, fault);
    }
    if (isPassing(code) || (typeof message === 'string' && isDriverMessage(message))) {
      return httpErrors.unavailable({ headers: { 'retry-after': '2' }, cause: fault });
    }
  }
  return undefined;
}

function isPassing(code: unknown): boolean {
  return typeof code === 'string' && (SOCKET_CODES.has(code) || (code.length === 5 && PASSING.test(code)));
}

function isDriverMessage(message: string): boolean {
  return DRIVER_MESSAGES.some((start) => message.startsWith(start));
}
