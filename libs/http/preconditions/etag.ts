import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpErrors } from '../errors/http-errors.js';

/** The ETag of a resource in one version. */
export function etagOf(version: number | bigint): string {
  return `"${version.toString()}"`;
}

/** Sets the ETag of the resource that is answered. */
export function setEtag(reply: FastifyReply, version: number | bigint): void {
  void reply.header('etag', etagOf(version));
}

/**
 * `@IfMatch() expected: string | undefined`: the ETag that the caller last saw; undefined without one or with `*`.
 * Anything but one strong ETag is a 400.
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  return readIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']);
});

/** @throws AppError 400 `invalid_precondition` */
export function readIfMatch(header: string | undefined): string | undefined {
  if (header === undefined || header === '*') return undefined;
  if (!/^"[\x21\x23-\x7e]{1,64}"$/.test(header)) throw httpErrors.invalidPrecondition();
  return header;
}

/**
 * Refuses a change that was made from an old version. Without `If-Match` the change goes through.
 * @throws AppError 412 `stale_version`
 */
export function assertVersion(expected: string | undefined, version: number | bigint): void {
  if (expected !== undefined && expected !== etagOf(version)) throw httpErrors.staleVersion();
}
