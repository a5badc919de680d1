import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { httpErrors } from '../errors/http-errors.js';
import { PROBLEM_JSON, problemOf } from '../errors/problem.js';
import { requestIdOf } from '../request/request-id.js';

/** Answers bytes that never became a request (broken syntax, endless headers, a caller that is too slow). */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = answerOf(error.code);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: ${PROBLEM_JSON}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
}

function answerOf(code: string | undefined): { status: string; body: string } {
  const error =
    code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? httpErrors.requestTimeout()
      : code === 'HPE_HEADER_OVERFLOW'
        ? httpErrors.headersTooLarge()
        : httpErrors.badRequest();
  const body = JSON.stringify(problemOf(error, requestIdOf(undefined)));
  return { status: `${error.status} ${STATUS_CODES[error.status] ?? 'Error'}`, body };
}
