#!/usr/bin/env bash
# One would guess: while a half-open circuit breaker tries whether the service is back, only that try decides; and who
# waits in a bulkhead's queue is next when a place becomes free.
# What happens: with cockatiel 4.0.0 a slow call that began before the circuit opened, and fails while the try is under
# way, opens the circuit again. The try's own success is then ignored, and the pause begins anew: under a load of slow
# failures a service that is back stays locked out. In a bulkhead a caller who comes in the same tick in which a place
# becomes free takes it before the first of the queue, who goes to the end, or, where the queue has filled up meanwhile,
# is rejected after having been accepted.
# Seen: cockatiel 4.0.0, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cockatiel@4.0.0 node@24.21.0
cat >probe.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } from 'cockatiel';

const breaker = circuitBreaker(handleAll, { halfOpenAfter: 100, breaker: new ConsecutiveBreaker(3) });
const state = () => CircuitState[breaker.state];
const before = Promise.withResolvers();
const slow = breaker.execute(() => before.promise).catch(() => undefined);
for (let call = 0; call < 3; call += 1) {
  await breaker.execute(() => Promise.reject(new Error('503'))).catch(() => undefined);
}
await sleep(150);
const back = Promise.withResolvers();
const probe = breaker.execute(() => back.promise);
console.log(`the try is under way: ${state()}`);
before.reject(new Error('504'));
await slow;
console.log(`a call from before has failed: ${state()}`);
back.resolve();
await probe;
console.log(`the try has succeeded: ${state()}`);

for (const latecomers of [1, 2]) {
  const lane = bulkhead(1, 1);
  const order = [];
  const run = (name, work) => lane.execute(work).then(() => order.push(name), (error) => order.push(`${name} ${error.constructor.name}`));
  const gate = Promise.withResolvers();
  const all = [run('first', () => gate.promise), run('queued', () => sleep(10))];
  const late = gate.promise.then(() => {
    for (let caller = 1; caller <= latecomers; caller += 1) all.push(run(`late ${caller}`, () => sleep(10)));
  });
  gate.resolve();
  await late;
  await Promise.all(all);
  console.log(`bulkhead(1, 1), ${latecomers} in the same tick: ${order.join(', ')}`);
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
the try is under way: HalfOpen
a call from before has failed: Open
the try has succeeded: Open
bulkhead(1, 1), 1 in the same tick: first, late 1, queued
bulkhead(1, 1), 2 in the same tick: first, queued BulkheadRejectedError, late 1, late 2
TEXT
