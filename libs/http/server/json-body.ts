import { isUtf8 } from 'node:buffer';
import { httpErrors } from '../errors/http-errors.js';
import { findJsonFault } from './json-scanner.js';

/**
 * Parses a request body. An empty one is undefined, as for an action without a body.
 * @throws AppError 400 `invalid_body`, naming the field where there is one
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw httpErrors.invalidBody({ detail: 'The body is not valid UTF-8.' });
  const text = bytes.toString('utf8');
  if (text.startsWith('\uFEFF')) {
    throw httpErrors.invalidBody({ detail: 'The body starts with a byte order mark.' });
  }
  const fault = findJsonFault(text);
  if (fault) {
    throw httpErrors.invalidBody({
      detail: `${fault.field === '' ? 'The body' : 'A field of the body'} ${fault.message}.`,
      ...(fault.field === '' ? {} : { errors: [fault] }),
    });
  }
  return parse(text);
}

function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the body.
    throw httpErrors.invalidBody({ detail: 'The body is not valid JSON.' });
  }
  if (typeof value !== 'object' || value === null) {
    throw httpErrors.invalidBody({ detail: 'The body must be a JSON object.' });
  }
  return value;
}
