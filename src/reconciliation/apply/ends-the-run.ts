import { ClerkUnavailableError } from '#libs/clerk';
import { DeadlineError, InterruptedError, LeaseLostError } from '../reconciliation.errors.js';

/** Whether nothing more can be done in this run now; every other fault is one object's. */
export function endsTheRun(error: unknown): boolean {
  return (
    error instanceof LeaseLostError ||
    error instanceof InterruptedError ||
    error instanceof DeadlineError ||
    error instanceof ClerkUnavailableError
  );
}
