import { hash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const VERSION = /^"(\d+)"$/;
const DIGEST_LENGTH = 16;
const READING = new Set(['GET', 'HEAD']);

/**
 * Answers 304 to a reading request whose `If-None-Match` names what would be answered (RFC 9110, 13.1.2 and 15.4.5). An
 * answer may hold more than what its version counts, such as the members of a group, so that the ETag of what is read is
 * the version and a digest of the body; {@link assertVersion} looks at the version.
 */
export function answerNotModified(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const etag = reply.getHeader('etag');
    const isRead = READING.has(request.method) && (reply.statusCode === 200 || reply.statusCode === 206);
    if (typeof etag !== 'string' || !isRead) {
      done(null, payload);
      return;
    }
    const whole = typeof payload === 'string' ? withDigest(etag, payload) : etag;
    void reply.header('etag', whole);
    if (!isListed(request.headers['if-none-match'], whole)) {
      done(null, payload);
      return;
    }
    if (isStream(payload)) payload.destroy();
    for (const name of ABOUT_THE_BODY) void reply.removeHeader(name);
    void reply.code(304);
    done(null, null);
  });
}

const ABOUT_THE_BODY = ['content-type', 'content-length', 'content-disposition', 'content-range'];

function withDigest(etag: string, body: string): string {
  const [, version] = VERSION.exec(etag) ?? [];
  return version === undefined ? etag : `"${version}-${hash('sha256', body, 'hex').slice(0, DIGEST_LENGTH)}"`;
}

/** Weak ones count as well: whoever only reads need not know the bytes (RFC 9110, 8.8.3.2). What is no list names nothing. */
function isListed(header: string | undefined, etag: string): boolean {
  if (header?.trim() === '*') return true;
  const listed: readonly string[] = header?.match(/"[\x21\x23-\x7e]*"/g) ?? [];
  return listed.includes(etag);
}

function isStream(payload: unknown): payload is { destroy(): void } {
  return typeof payload === 'object' && payload !== null && 'destroy' in payload;
}
