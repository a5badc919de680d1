#!/usr/bin/env bash
# One would guess: attributes and instruments whose names differ only in characters that Prometheus does not know, `a.b`
# and `a_b`, are told apart or joined when they are exported; the specification says how (values joined by a semicolon).
# What happens: @opentelemetry/exporter-prometheus 0.223.0 writes both under one name. A counter with the attributes
# `db.name` and `db_name`, an old and a new convention side by side, becomes a line that has the label db_name twice,
# which the text format forbids and for which Prometheus drops the whole scrape. Counters `jobs.done` and `jobs_done`
# become two families of one name with the same labels and different values. The SDK warns of neither, also where its
# diagnostic logger is on.
# Seen: @opentelemetry/exporter-prometheus 0.223.0, @opentelemetry/sdk-metrics 2.12.1, @opentelemetry/api 1.9.1,
# Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @opentelemetry/api@1.9.1 @opentelemetry/sdk-metrics@2.12.1 \
  @opentelemetry/exporter-prometheus@0.223.0 node@24.21.0
cat >probe.mjs <<'JS'
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

const tell = (...words) => console.log('told:', ...words);
diag.setLogger({ error: tell, warn: tell, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ALL);
const exporter = new PrometheusExporter({ preventServerStart: true });
const meter = new MeterProvider({ readers: [exporter] }).getMeter('probe');
meter.createCounter('queries').add(1, { 'db.name': 'orders', db_name: 'stock' });
meter.createCounter('jobs.done').add(1);
meter.createCounter('jobs_done').add(2);
const { resourceMetrics, errors } = await exporter.collect();
const lines = new PrometheusSerializer().serialize(resourceMetrics).split('\n');
for (const line of lines.filter((each) => /^queries|^jobs|TYPE jobs/.test(each))) console.log(line);
console.log(`errors: ${errors.length}`);
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
queries_total{db_name="orders",db_name="stock",otel_scope_name="probe"} 1
# TYPE jobs_done_total counter
jobs_done_total{otel_scope_name="probe"} 1
# TYPE jobs_done_total counter
jobs_done_total{otel_scope_name="probe"} 2
errors: 0
TEXT
