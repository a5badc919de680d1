import { ClerkRefusedError } from './clerk-errors.js';

/**
 * Clerk's answer, or null for what Clerk does not have (404). A deletion whose first answer was lost ends like that too.
 * @throws every other error of the call
 */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ClerkRefusedError && error.status === 404) return null;
    throw error;
  }
}
