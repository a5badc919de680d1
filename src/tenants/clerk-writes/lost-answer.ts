import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from '#libs/clerk';
import type { EffectMark } from '#libs/http';
import { notDone, outcomeUnknown, clerkErrorOf } from './clerk-answers.js';

/** For how long Clerk may still be at work on what we have stopped waiting for, in seconds. */
export const STRAGGLER_SECONDS = 30;

interface ClerkWrite<T> {
  /** Asks Clerk for the change. */
  readonly write: () => Promise<T>;
  /** Looks at Clerk for what the change would have made; null when it is not there. */
  readonly find: () => Promise<T | null>;
  /** What it is known by, where doing it twice is not as good as once. */
  readonly mark?: EffectMark;
  /** Hears that Clerk may still be doing it, for so many seconds. */
  readonly onStraggler?: (seconds: number) => void;
}

/**
 * A change at Clerk while somebody waits, with one effect although answers get lost: where an earlier try may have done
 * it, and where no answer came, Clerk is looked at before anything is said or done again.
 *
 * @returns Clerk's answer, or what was found to be there
 * @throws AppError see `clerkErrorOf`; its sentence says whether nothing was done or that it is not known
 */
export async function settledAtClerk<T>(change: ClerkWrite<T>): Promise<T> {
  const { write, find, mark } = change;
  if (mark?.mayExist === true) {
    const found = await looked(find);
    if (found !== null) return found;
  }
  mark?.begin();
  try {
    return await write();
  } catch (error) {
    if (!isUncertain(error)) {
      // A refusal says why nothing was done now; that an earlier try did it is one of the reasons.
      const found = error instanceof ClerkRefusedError && mark?.mayExist === true ? await looked(find) : null;
      if (found !== null) return found;
      mark?.clear();
      throw clerkErrorOf(error);
    }
    return await afterLostAnswer(error, change);
  }
}

async function afterLostAnswer<T>(error: unknown, { find, mark, onStraggler }: ClerkWrite<T>): Promise<T> {
  const isGone = !(error instanceof ClerkUnavailableError) || error.reason !== 'timeout';
  const seconds = isGone ? 1 : STRAGGLER_SECONDS;
  const found = await find().catch(() => undefined);
  if (found != null) return found;
  if (!isGone) {
    mark?.awaitFor(seconds);
    onStraggler?.(seconds);
  }
  // Clerk has answered, with an error, and what was asked for is not there.
  if (found === null && error instanceof ClerkUnavailableError && error.reason === 'server_error') {
    mark?.clear();
    throw notDone(error);
  }
  throw outcomeUnknown(error, seconds);
}

async function looked<T>(find: () => Promise<T | null>): Promise<T | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof ClerkUnavailableError || error instanceof ClerkSchemaError)
      throw outcomeUnknown(error, 2);
    throw clerkErrorOf(error);
  }
}

function isUncertain(error: unknown): boolean {
  return (
    error instanceof ClerkSchemaError || (error instanceof ClerkUnavailableError && error.mayHaveHappened)
  );
}
