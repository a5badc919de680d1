#!/usr/bin/env bash
# One would guess: OpenTelemetry's instrumentation of NestJS, released after NestJS 12, traces NestJS 12; or it says that
# it does not.
# What happens: @opentelemetry/instrumentation-nestjs-core 0.71.0 patches @nestjs/core ">=4.0.0 <12". With 12.5.1 the same
# program makes no span and prints nothing, also where the diagnostic logger is on at level warn; with 11.1.6 it makes
# three. The request is answered in both. Spans for controllers of NestJS 12 have to be made by an interceptor.
# Seen: @opentelemetry/instrumentation-nestjs-core 0.71.0, @opentelemetry/sdk-trace 3.1.0, @opentelemetry/api 1.10.0,
# @nestjs/core 11.1.6 and 12.5.1, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >probe.cjs <<'JS'
const { diag, DiagLogLevel } = require('@opentelemetry/api');
const { NestInstrumentation } = require('@opentelemetry/instrumentation-nestjs-core');
const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');

const said = [];
const say = (text) => said.push(text);
diag.setLogger({ error: say, warn: say, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
const exporter = new InMemorySpanExporter();
const instrumentation = new NestInstrumentation();
instrumentation.setTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
instrumentation.enable();

require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
class Hello {
  get() {
    return 'hello';
  }
}
Reflect.decorate([Get()], Hello.prototype, 'get', Object.getOwnPropertyDescriptor(Hello.prototype, 'get'));
Controller()(Hello);
class App {}
Module({ controllers: [Hello] })(App);

NestFactory.create(App, { logger: false }).then(async (app) => {
  await app.listen(0, '127.0.0.1');
  const answer = await fetch(await app.getUrl());
  await app.close();
  const spans = exporter.getFinishedSpans().map(({ name }) => name);
  const { version } = require('@nestjs/core/package.json');
  console.log(`NestJS ${version}: ${answer.status}, spans ${JSON.stringify(spans)}, warnings ${said.length}`);
});
JS
try_with() {
  mkdir "$1" && cp probe.cjs "$1/" && cd "$1"
  npm init -y >/dev/null
  npm install --silent --no-audit --no-fund "@nestjs/core@$1" "@nestjs/common@$1" "@nestjs/platform-express@$2" \
    reflect-metadata@0.2.2 rxjs@7.8.2 @opentelemetry/instrumentation-nestjs-core@0.71.0 \
    @opentelemetry/sdk-trace@3.1.0 @opentelemetry/api@1.10.0 node@24.21.0
  node_modules/node/bin/node probe.cjs
  cd ..
}
{ try_with 11.1.6 11.1.6 && try_with 12.5.1 12.5.0; } | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
NestJS 11.1.6: 200, spans ["Create Nest App","get","Hello.get"], warnings 0
NestJS 12.5.1: 200, spans [], warnings 0
TEXT
