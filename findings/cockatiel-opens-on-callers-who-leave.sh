#!/usr/bin/env bash
# One would guess: `policy.execute(work, signal)` stops when the signal is aborted: the waiting for the next try ends, a
# place in the queue is given up, and a caller who hung up is no fault of the service that is called.
# What happens: cockatiel 4.0.0 looks at the signal between its own steps only. A retry waits its whole backoff out and
# calls the work once more after the abort; a caller in a bulkhead's queue hears of it when its turn comes. A timeout
# policy takes every abort for its own: onTimeout is called, and after 50 ms the error says that the operation timed
# out after 60000 ms. A circuit breaker with handleAll counts each as a failure, so three people who close their browsers
# open the circuit for everybody.
# Seen: cockatiel 3.2.1 and 4.0.0, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cockatiel@4.0.0 node@24.21.0
cat >probe.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, ConstantBackoff, handleAll, retry, timeout, TimeoutStrategy, wrap } from 'cockatiel';

const after = async (execute) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const startedAt = performance.now();
  const told = await execute(controller.signal).then(() => 'no error', (error) => `${error.name}: ${error.message}`);
  const lasted = performance.now() - startedAt;
  return `${told}, ${lasted < 500 ? 'at once' : lasted < 1_900 ? 'after 1 s' : 'after 2 s'}`;
};
let calls = 0;
const retrying = retry(handleAll, { maxAttempts: 3, backoff: new ConstantBackoff(1_000) });
const failing = () => {
  calls += 1;
  throw new Error('503');
};
console.log(`retry: ${await after((signal) => retrying.execute(failing, signal))}, called ${calls} times`);
const lane = bulkhead(1, 5);
const first = lane.execute(() => sleep(1_000));
console.log(`bulkhead: ${await after((signal) => lane.execute(() => sleep(10), signal))}`);
await first;
const breakerOf = () => circuitBreaker(handleAll, { halfOpenAfter: 60_000, breaker: new ConsecutiveBreaker(3) });
const works = {
  'work that listens': ({ signal }) => sleep(1_000, undefined, { signal }),
  'work that does not': () => sleep(1_000),
};
for (const [name, work] of Object.entries(works)) {
  const limit = timeout(60_000, TimeoutStrategy.Aggressive);
  let timeouts = 0;
  limit.onTimeout(() => (timeouts += 1));
  const breaker = breakerOf();
  const policy = wrap(breaker, limit);
  let told;
  for (let caller = 0; caller < 3; caller += 1) told = await after((signal) => policy.execute(work, signal));
  console.log(`timeout of 60 s, ${name}: ${told}; ${timeouts} timeouts, circuit ${CircuitState[breaker.state]}`);
}
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
retry: Error: 503, after 1 s, called 2 times
bulkhead: Error: Operation cancelled, after 1 s
timeout of 60 s, work that listens: Error: Operation timed out after 60000ms, at once; 3 timeouts, circuit Open
timeout of 60 s, work that does not: Error: Operation timed out after 60000ms, at once; 3 timeouts, circuit Open
TEXT
