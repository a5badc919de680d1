import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
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

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The `ETag` of the version that the change was made from; another version by now is a 412.',
  example: '"7-90a3ed9e32b2aaf4"',
});

/**
 * `@IfMatch() expected: string | undefined`: the ETags that the caller would change, as {@link assertVersion} reads them;
 * undefined without the header or with `*` (RFC 9110, 13.1.1). A weak ETag is a 400: none is given here, and none could
 * match.
 */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined =>
    readIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
  [
    (target: object, key) => {
      const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
      if (key !== undefined && method !== undefined) IF_MATCH(target, key, method);
    },
  ],
);

const DIGEST = /-[0-9a-f]{16}"$/;
const ENTITY_TAG = '"[\\x21\\x23-\\x7e]{1,64}"';
const LIST = new RegExp(`^${ENTITY_TAG}(?:[ \\t]*,[ \\t]*${ENTITY_TAG})*$`);

/** @throws AppError 400 `invalid_precondition` */
export function readIfMatch(header: string | undefined): string | undefined {
  const list = header?.trim();
  if (list === undefined || list === '*') return undefined;
  if (!LIST.test(list)) throw httpErrors.invalidPrecondition();
  return list;
}

/**
 * Refuses a change that was made from an old version. Without `If-Match` the change goes through.
 *
 * @param expected one strong ETag or several, of which one has to be the version's
 * @throws AppError 412 `stale_version`
 */
export function assertVersion(expected: string | undefined, version: number | bigint): void {
  if (expected === undefined) return;
  // An ETag may hold a comma, but no quote. Of one that was read, what follows the version is a digest of the answer.
  const listed = (expected.match(/"[^"]*"/g) ?? []).map((etag) => etag.replace(DIGEST, '"'));
  if (!listed.includes(etagOf(version))) throw httpErrors.staleVersion();
}
