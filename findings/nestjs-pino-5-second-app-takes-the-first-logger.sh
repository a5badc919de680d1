#!/usr/bin/env bash
# One would guess: each application logs as its own `LoggerModule.forRoot({ pinoHttp: … })` says, since the module is one of
# its providers; so it was in version 4 for what is logged inside a request.
# What happens: nestjs-pino 5 builds one logger for the process, by the options of whichever application came first. A second
# application in the same process (a test, a worker beside an API) logs with the first one's level, redaction and stream; its
# own options are read and dropped without a word, and `PinoLogger.root` of both is the same object. What resets it is not
# among the exports of the package.
# Seen: nestjs-pino 5.2.1, pino 10.4.0, pino-http 11.0.0, @nestjs/core 12.5.1, Node 24.21.0; 2026-11-30.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund nestjs-pino@5.2.1 pino@10.4.0 pino-http@11.0.0 @nestjs/common@12.5.1 \
  @nestjs/core@12.5.1 reflect-metadata@0.2.2 rxjs@7.8.2 node@24.21.0
cat >probe.mjs <<'JS'
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { LoggerModule, PinoLogger } from 'nestjs-pino';

async function start(name, level, redact) {
  const lines = [];
  class App {}
  const pinoHttp = [{ level, redact, base: { app: name } }, { write: (line) => lines.push(JSON.parse(line)) }];
  Module({ imports: [LoggerModule.forRoot({ pinoHttp })] })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false });
  return { logger: await app.resolve(PinoLogger), lines, close: () => app.close() };
}

const first = await start('first', 'warn', []);
const root = PinoLogger.root;
const second = await start('second', 'info', ['address']);
second.logger.info('information');
second.logger.warn({ address: 'a.person@example.test' }, 'warning');
console.log(`lines in the stream of the second: ${second.lines.length}`);
const [line] = first.lines;
console.log(`in that of the first: ${first.lines.length}, as "${line.app}", redacted: ${line.address === '[Redacted]'}`);
console.log(`one root for both: ${PinoLogger.root === root}`);
await second.close();
await first.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
lines in the stream of the second: 0
in that of the first: 1, as "first", redacted: false
one root for both: true
TEXT
