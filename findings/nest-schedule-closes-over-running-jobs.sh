#!/usr/bin/env bash
# One would guess: `@Cron(…, { waitForCompletion: true })` has `app.close()` wait for a run that is under way; `cron`
# itself can: with that option its `stop()` answers a promise that ends with the run.
# What happens: @nestjs/schedule 12.0.2 calls `stop()` and does not wait for what it answers. `app.close()` comes back at
# once, connections are closed and processes exit in the middle of a job. With `cron` alone stopping waits.
# Seen: @nestjs/schedule 12.0.2, cron 4.4.0, @nestjs/core 12.5.1, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/schedule@12.0.2 @nestjs/common@12.5.1 @nestjs/core@12.5.1 cron@4.4.0 \
  reflect-metadata@0.2.2 rxjs@7.8.2 node@24.21.0
cat >probe.mjs <<'JS'
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Cron, ScheduleModule } from '@nestjs/schedule';
import { CronJob } from 'cron';

let state = 'idle';
const work = async () => {
  if (state !== 'idle') return;
  state = 'running';
  await sleep(2_000);
  state = 'done';
};
class Job {
  run() {
    return work();
  }
}
class App {}
Cron('* * * * * *', { waitForCompletion: true })(Job.prototype, 'run', Object.getOwnPropertyDescriptor(Job.prototype, 'run'));
Module({ imports: [ScheduleModule.forRoot()], providers: [Job] })(App);
const app = await NestFactory.createApplicationContext(App, { logger: false });
while (state === 'idle') await sleep(10);
await app.close();
console.log(`@nestjs/schedule: closed, the job is ${state}`);
while (state !== 'done') await sleep(10);

state = 'idle';
const job = CronJob.from({ cronTime: '* * * * * *', onTick: work, start: true, waitForCompletion: true });
while (state === 'idle') await sleep(10);
await job.stop();
console.log(`cron: stopped, the job is ${state}`);
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
@nestjs/schedule: closed, the job is running
cron: stopped, the job is done
TEXT
