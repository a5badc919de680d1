import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from '#libs/clerk';
import { DeadlineError } from '../reconciliation.errors.js';

/** A fault as a code that may be shown: what kind it is, and never a value. The log has the whole of it. */
export function codeOf(error: unknown): string {
  if (error instanceof ClerkUnavailableError) return 'clerk_unavailable';
  if (error instanceof ClerkSchemaError) return 'clerk_answer_unreadable';
  if (error instanceof ClerkRefusedError) return `clerk_refused_${String(error.status)}`;
  if (error instanceof DeadlineError) return 'deadline';
  return error instanceof Error ? error.constructor.name : 'unknown';
}

/** What ends a run of which single items could not be carried out. */
export const ITEMS_FAILED = 'items_failed';
