import { setTimeout as sleep } from 'node:timers/promises';
import { StartRefusedError } from '../../start-refused.error.js';
import type { DemoAnswer } from './demo-api.js';

/** An attempt that is not there yet, with the answer that says why. */
export class NotYet {
  constructor(readonly answer: DemoAnswer | undefined) {}
}

const DEADLINE_MS = 20_000;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 500;

/**
 * Tries until it works: what the local Clerk was told reaches the service by webhooks, a moment later.
 * @throws StartRefusedError after 20 seconds, with the last answer
 */
export async function eventually<T>(
  what: string,
  checkpoint: () => void,
  attempt: () => Promise<T | NotYet>,
): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, MAX_PAUSE_MS)) {
    checkpoint();
    const outcome = await attempt();
    if (!(outcome instanceof NotYet)) return outcome;
    if (Date.now() > deadline) {
      throw new StartRefusedError(
        `The demo data could not be completed: ${what} did not come about within ${DEADLINE_MS / 1000} s` +
          `${describe(outcome.answer)}. LOG_LEVEL=info tells more; npm start -- --no-demo starts without it.`,
      );
    }
    await sleep(pause);
  }
}

function describe(answer: DemoAnswer | undefined): string {
  if (answer === undefined) return '';
  const { body } = answer;
  const code = typeof body === 'object' && body !== null && 'code' in body ? ` ${String(body.code)}` : '';
  return ` (the service last answered ${answer.status}${code})`;
}
