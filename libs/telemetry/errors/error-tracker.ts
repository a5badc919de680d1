import { currentSpan } from '../tracing.js';
import type { ErrorPlace } from './error-place.js';
import { noteError } from './noted-errors.js';

/** Which trace the work belonged to. */
export interface ErrorTrace {
  readonly traceId: string;
  readonly spanId: string;
}

/** Takes errors to where people look at them. It must neither throw nor hold anybody up. */
export abstract class ErrorTracker {
  abstract report(error: unknown, place: ErrorPlace, trace: ErrorTrace | undefined): void;
  /** Sends what is left, for two seconds at most. */
  abstract stop(): Promise<void>;
}

let tracker: ErrorTracker | undefined;

/** From now on errors are told to this one; undefined: to none. */
export function useErrorTracker(next: ErrorTracker | undefined): void {
  tracker = next;
}

/** Notes an error that is this side's fault, and tells of it wherever somebody listens. */
export function reportError(error: unknown, place: ErrorPlace): void {
  noteError(error, place);
  if (tracker === undefined) return;
  const span = currentSpan();
  tracker.report(error, place, span && { traceId: span.traceId, spanId: span.spanId });
}
