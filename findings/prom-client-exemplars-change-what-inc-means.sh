#!/usr/bin/env bash
# One would guess: `enableExemplars: true` lets a counter or a histogram take exemplars where a call gives one; calls
# that give none count as before, or are refused if their form is another one.
# What happens: with it prom-client 15.1.3 takes one object, `{ labels, value, exemplarLabels }`, and reads the old
# forms of a counter as an object in which all of it is missing: `inc(5)`, `inc({ route: 'a' }, 7)` and
# `labels('a').inc(2)` each add 1, to the series without labels. Nothing is thrown, and the types allow it. A histogram
# throws for `observe(0.5)` and `observe({ route: 'a' }, 0.5)`, and takes `labels('a').observe(0.5)` and `startTimer({
# route: 'a' })` as before.
# Seen: prom-client 15.1.3, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund prom-client@15.1.3 node@24.21.0
cat >probe.mjs <<'JS'
import { Counter, Histogram, Registry } from 'prom-client';

const CALLS = {
  Counter: {
    'inc(5)': (metric) => metric.inc(5),
    "inc({ route: 'a' }, 7)": (metric) => metric.inc({ route: 'a' }, 7),
    "labels('a').inc(2)": (metric) => metric.labels('a').inc(2),
  },
  Histogram: {
    'observe(0.5)': (metric) => metric.observe(0.5),
    "observe({ route: 'a' }, 0.5)": (metric) => metric.observe({ route: 'a' }, 0.5),
    "labels('a').observe(0.5)": (metric) => metric.labels('a').observe(0.5),
    "startTimer({ route: 'a' })()": (metric) => metric.startTimer({ route: 'a' })(),
  },
};
for (const enableExemplars of [false, true])
  for (const [kind, calls] of Object.entries(CALLS))
    for (const [name, call] of Object.entries(calls)) {
      const registry = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
      const metric = new { Counter, Histogram }[kind]({ name: 'x', help: 'x', labelNames: ['route'], registers: [registry], enableExemplars });
      let told;
      try {
        call(metric);
        const text = await registry.metrics();
        told = text.match(/^x_(?:total|count).*$/gm)?.join(', ');
      } catch ({ message }) {
        told = `throws "${message}"`;
      }
      console.log(`${enableExemplars ? 'with exemplars' : 'without'}, ${kind}.${name}: ${told}`);
    }
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
without, Counter.inc(5): x_total 5
without, Counter.inc({ route: 'a' }, 7): x_total{route="a"} 7
without, Counter.labels('a').inc(2): x_total{route="a"} 2
without, Histogram.observe(0.5): x_count 1
without, Histogram.observe({ route: 'a' }, 0.5): x_count{route="a"} 1
without, Histogram.labels('a').observe(0.5): x_count{route="a"} 1
without, Histogram.startTimer({ route: 'a' })(): x_count{route="a"} 1
with exemplars, Counter.inc(5): x_total 1
with exemplars, Counter.inc({ route: 'a' }, 7): x_total 1
with exemplars, Counter.labels('a').inc(2): x_total 1
with exemplars, Histogram.observe(0.5): throws "Value is not a valid number: undefined"
with exemplars, Histogram.observe({ route: 'a' }, 0.5): throws "Value is not a valid number: undefined"
with exemplars, Histogram.labels('a').observe(0.5): x_count{route="a"} 1
with exemplars, Histogram.startTimer({ route: 'a' })(): x_count{route="a"} 1
TEXT
