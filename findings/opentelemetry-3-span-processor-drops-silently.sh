#!/usr/bin/env bash
# One would guess: `new SimpleSpanProcessor(exporter)`, as every guide since 1.0 writes it, either goes on working in the
# next major version or throws when called the old way.
# What happens: in SDK 3 the constructors of the span processors take `{ exporter }`. Given the exporter itself they are
# built without complaint and every span is lost. Nothing is thrown and nothing is printed, since the diagnostic logger is
# off unless one is set; with one it says a TypeError of an undefined property, once for each span. forceFlush() rejects for
# the simple processor, with an Array and not an Error; for the batch processor, which lost everything as well, it says
# that all is flushed. The package has changed its name too: sdk-trace-base and sdk-trace-node end with 2.x, it is
# @opentelemetry/sdk-trace now. So an upgrade that only renames the import ends in silence.
# Seen: @opentelemetry/sdk-trace 3.1.0, @opentelemetry/sdk-trace-base 2.12.1, @opentelemetry/api 1.10.0 and 1.9.1,
# Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >probe.mjs <<'JS'
import { diag, DiagLogLevel } from '@opentelemetry/api';

const name = process.argv[2];
const sdk = await import(name);
let said;
const say = (text) => /TypeError/.test(text) && said.push(text);
diag.setLogger({ error: say, warn: say, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
const Provider = sdk.TracerProvider ?? sdk.BasicTracerProvider;
for (const kind of ['SimpleSpanProcessor', 'BatchSpanProcessor']) {
  for (const [how, argument] of [['exporter', (exporter) => exporter], ['{ exporter }', (exporter) => ({ exporter })]]) {
    said = [];
    const exporter = new sdk.InMemorySpanExporter();
    const processor = new sdk[kind](argument(exporter), { scheduledDelayMillis: 10 });
    const provider = new Provider({ spanProcessors: [processor] });
    provider.getTracer('probe').startSpan('work').end();
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const exported = exporter.getFinishedSpans().length;
    const flush = await provider.forceFlush().then(() => 'flushed', (thrown) => `flush throws ${thrown.constructor.name}`);
    console.log(`${name} ${kind}(${how}): exported ${exported}, ${flush}, diagnostic logger: ${said.length === 0 ? 'nothing' : 'TypeError'}`);
  }
}
JS
try_with() {
  mkdir "$1" && cp probe.mjs "$1/" && cd "$1"
  npm init -y >/dev/null
  npm install --silent --no-audit --no-fund "@opentelemetry/$2" "@opentelemetry/api@$3" node@24.21.0
  node_modules/node/bin/node probe.mjs "@opentelemetry/${2%@*}"
  cd ..
}
{ try_with before sdk-trace-base@2.12.1 1.9.1 && try_with now sdk-trace@3.1.0 1.10.0; } | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
@opentelemetry/sdk-trace-base SimpleSpanProcessor(exporter): exported 1, flushed, diagnostic logger: nothing
@opentelemetry/sdk-trace-base SimpleSpanProcessor({ exporter }): exported 0, flushed, diagnostic logger: TypeError
@opentelemetry/sdk-trace-base BatchSpanProcessor(exporter): exported 1, flushed, diagnostic logger: nothing
@opentelemetry/sdk-trace-base BatchSpanProcessor({ exporter }): exported 0, flushed, diagnostic logger: TypeError
@opentelemetry/sdk-trace SimpleSpanProcessor(exporter): exported 0, flush throws Array, diagnostic logger: TypeError
@opentelemetry/sdk-trace SimpleSpanProcessor({ exporter }): exported 1, flushed, diagnostic logger: nothing
@opentelemetry/sdk-trace BatchSpanProcessor(exporter): exported 0, flushed, diagnostic logger: TypeError
@opentelemetry/sdk-trace BatchSpanProcessor({ exporter }): exported 1, flushed, diagnostic logger: nothing
TEXT
