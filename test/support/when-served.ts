import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again while the service says that it is too busy: it waits a second for the database, and where many specs begin at
 * once the machine stands still for longer.
 */
export async function whenServed<Answer>(
  ask: () => Promise<Answer>,
  isBusy: (answer: Answer) => boolean,
): Promise<Answer> {
  for (let left = 20; ; left -= 1) {
    const answer = await ask();
    if (!isBusy(answer) || left === 0) return answer;
    await sleep(500);
  }
}
