#!/usr/bin/env bash
# One would guess: reading /metrics changes nothing; two Prometheus servers that scrape one process, the usual way to have
# one to spare, see the same figures.
# What happens: the default metrics of prom-client 15.1.3 begin the event loop's histogram anew whenever they are read.
# Whoever reads next sees only the time since the other one: a standstill of half a second is in the maximum and p99 of
# one of them. A read right behind another one has no sample at all and is told a minimum of 9223372036 s (292 years) and
# a mean of `Nan`. A person who looks with curl takes the spike away from the alarm. And a Summary with maxAgeSeconds
# answers 0, not NaN, for a window without observations: the p99 of a quiet night is zero.
# Seen: prom-client 15.1.3, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund prom-client@15.1.3 node@24.21.0
cat >probe.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, Registry, Summary } from 'prom-client';

const registry = new Registry();
collectDefaultMetrics({ register: registry });
const quiet = new Registry();
const summary = new Summary({ name: 'request_seconds', help: 'h', percentiles: [0.99], maxAgeSeconds: 1, ageBuckets: 2, registers: [quiet] });
summary.observe(5);
const p99 = async () => /quantile="0.99"\} (\S+)/.exec(await quiet.metrics())[1];
console.log(`summary, just observed: p99 ${await p99()}`);
const scrape = async () => {
  const text = await registry.metrics();
  const valueOf = (name) => new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'm').exec(text)[1];
  return `max above 0.4 s: ${Number(valueOf('max')) > 0.4}, min ${Math.trunc(Number(valueOf('min')))} s, mean ${Number(valueOf('mean')) > 0 ? 'a number' : valueOf('mean')}`;
};
await sleep(200);
const until = Date.now() + 500;
while (Date.now() < until);
await sleep(100);
const scraped = [await scrape(), await scrape()];
console.log(`first scraper: ${scraped[0]}`);
console.log(`second scraper: ${scraped[1]}`);
await sleep(2_500);
console.log(`summary, after its window: p99 ${await p99()}`);
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
summary, just observed: p99 5
first scraper: max above 0.4 s: true, min 0 s, mean a number
second scraper: max above 0.4 s: false, min 9223372036 s, mean Nan
summary, after its window: p99 0
TEXT
