import type { AppError } from '../errors/app-error.js';
import { httpErrors } from '../errors/http-errors.js';

/** A control character in percent-encoding: C0, DEL, and C1 in UTF-8. */
const CONTROL = /%(?:[01][0-9a-f]|7f|c2%[89][0-9a-f])/i;

/**
 * Why a request is refused by its path: no id, key or name here has a control character, PostgreSQL takes no NUL in a
 * text, and log lines are forged with line breaks. Queries are read by their own fields.
 */
export function pathRefusal(url: string): AppError | undefined {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.includes('%') || !CONTROL.test(path)) return undefined;
  return httpErrors.badRequest({ detail: 'The address holds a control character.' });
}
