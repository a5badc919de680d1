import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendRequest } from '../bench/send-request.mjs';

/** What a service may say while its database is being replaced. Anything else but a 2xx is a wrong answer. */
const UNAVAILABLE = new Set([503, 504]);

/**
 * Everybody changes the name of their own property over and over, on one service after another, and reads it back on the
 * next: never less than what was acknowledged, never another's. `acknowledged` holds the request id of each change that
 * was answered with 2xx.
 *
 * @param {{ services: string[], writers: { path: string, slug: string, token: () => string }[] }} what
 */
export function startWriters({ services, writers }) {
  const agent = new Agent({ keepAlive: true });
  const acknowledged = new Set();
  const wrong = [];
  const counts = { writes: 0, reads: 0, unavailable: 0, broken: 0 };
  let lastWriteAt = performance.now();
  let longestGapMs = 0;
  let goesOn = true;

  const ask = async (method, url, token, body) => {
    try {
      const answer = await sendRequest(agent, method, url, token, body);
      if (UNAVAILABLE.has(answer.status)) counts.unavailable += 1;
      else if (answer.status >= 300)
        wrong.push(`${method} answered ${answer.status} ${answer.body.slice(0, 300)}`);
      else return answer;
    } catch {
      // The connection ended without an answer, so nothing was promised.
      counts.broken += 1;
    }
    await sleep(100);
    return undefined;
  };

  const write = async ({ path, slug, token }, at) => {
    let turn = 0;
    let least = 0;
    while (goesOn) {
      turn += 1;
      const service = services[(at + turn) % services.length];
      const written = await ask('PATCH', `${service}${path}`, token(), { name: `${slug} ${turn}` });
      if (written !== undefined) {
        counts.writes += 1;
        least = turn;
        longestGapMs = Math.max(longestGapMs, performance.now() - lastWriteAt);
        lastWriteAt = performance.now();
        acknowledged.add(written.requestId);
      }
      const next = services[(at + turn + 1) % services.length];
      const read = await ask('GET', `${next}${path}`, token());
      if (read === undefined) continue;
      counts.reads += 1;
      const [owner, number] = JSON.parse(read.body).name.split(' ');
      if (owner !== slug && turn > 1) wrong.push('a read told of another tenant');
      if (Number(number) < least)
        wrong.push(`a read told of change ${number} after ${least} was acknowledged`);
    }
  };
  const working = Promise.all(writers.map(write));

  return {
    acknowledged,
    wrong,
    counts,
    /** Forgets the longest time without an acknowledged change. */
    forgetGap() {
      longestGapMs = 0;
    },
    /** Seconds: the longest time without an acknowledged change since it was forgotten. */
    longestGap: () => longestGapMs / 1000,
    /** Waits for a change that is acknowledged from now on. */
    async untilNextWrite() {
      const from = performance.now();
      while (lastWriteAt <= from) {
        if (performance.now() - from > 180_000) throw new Error('nothing was acknowledged within 180 s');
        await sleep(20);
      }
    },
    async stop() {
      goesOn = false;
      await working;
      agent.destroy();
    },
  };
}
