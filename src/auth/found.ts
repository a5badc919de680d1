import type { AppError } from '#libs/http';
import { authErrors } from './auth.errors.js';

/**
 * What was looked for; the answer is the same where there is nothing and where the caller may not know of it.
 *
 * @throws AppError 404 `not_found` for null and undefined
 */
export function found<T>(value: T | null | undefined, otherwise: () => AppError = authErrors.notFound): T {
  if (value === null || value === undefined) throw otherwise();
  return value;
}
