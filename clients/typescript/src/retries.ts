import { retryAfterOf } from './problems.js';

/** How often a request is sent again that may be. */
export interface RetryOptions {
  /** Tries in all; default 3. */
  readonly tries?: number;
  /** Seconds of `Retry-After` that are waited for at most, each time; a longer one is told as it is. Default 20. */
  readonly maxWaitSeconds?: number;
}

const PASSING = [429, 502, 503, 504];
/** Without `Retry-After`: half a second, then twice as long each time. */
const FIRST_PAUSE_MS = 500;

/**
 * Sends a request, and again after what passes by itself: no answer at all, 429 and 502 to 504, or 409 while the request
 * with the same key is running. Waits as `Retry-After` says.
 *
 * @param isRepeatable a second one has no second effect
 * @param send sends one try
 */
export async function sendWithRetries(
  request: Request,
  isRepeatable: boolean,
  { tries = 3, maxWaitSeconds = 20 }: RetryOptions,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  for (let left = isRepeatable ? tries - 1 : 0, pause = FIRST_PAUSE_MS; ; left -= 1, pause *= 2) {
    // A body can be read once.
    const answer = await send(left > 0 ? request.clone() : request).catch((error: unknown) => {
      if (left <= 0 || request.signal.aborted) throw error;
      return null;
    });
    if (answer !== null && (left <= 0 || !passes(answer))) return answer;
    const seconds = answer === null ? null : retryAfterOf(answer);
    if (answer !== null && seconds !== null && seconds > maxWaitSeconds) return answer;
    await answer?.body?.cancel();
    await wait(seconds === null ? pause : seconds * 1000, request.signal);
  }
}

/** A conflict that says when to come back passes; any other stays. */
function passes(answer: Response): boolean {
  return PASSING.includes(answer.status) || (answer.status === 409 && answer.headers.has('retry-after'));
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
