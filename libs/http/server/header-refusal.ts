import type { IncomingMessage } from 'node:http';
import type { AppError } from '../errors/app-error.js';
import { httpErrors } from '../errors/http-errors.js';

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?$/i;

const FORM_TYPE = /^application\/x-www-form-urlencoded(?:[ \t]*;[ \t]*charset=utf-8)?$/i;

/** Headers that must not come twice: parsers along the way would not agree on which one counts. */
const SINGLE_HEADERS = ['host', 'authorization', 'content-type', 'if-match', 'idempotency-key'];

/**
 * Why a request is refused by its headers, before any of its body is read: 400 for a header given twice (401 for
 * `Authorization`), 417 for an expectation that nobody here knows, 415 for a body that is not plain JSON.
 *
 * @param isForm whether the route takes what a form of a page sends, in the place of JSON
 */
export function headerRefusal(request: IncomingMessage, isForm = false): AppError | undefined {
  const { headers } = request;
  const double = doubleHeader(request);
  if (double === 'authorization')
    return httpErrors.unauthenticated({ detail: 'The header authorization is given twice.' });
  if (double) return httpErrors.badRequest({ detail: `The header ${double} is given twice.` });
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue')
    return httpErrors.expectationFailed();
  if (headers['content-encoding'] !== undefined) return httpErrors.unsupportedMediaType();
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const isRefused = hasBody && !(isForm ? FORM_TYPE : JSON_TYPE).test(headers['content-type'] ?? '');
  return isRefused ? httpErrors.unsupportedMediaType() : undefined;
}

function doubleHeader(request: IncomingMessage): string | undefined {
  const { headers, rawHeaders } = request;
  // As many names as lines: nothing came twice, and the lists need not be made.
  if (Object.keys(headers).length * 2 === rawHeaders.length) return undefined;
  const { headersDistinct } = request;
  return SINGLE_HEADERS.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
}
