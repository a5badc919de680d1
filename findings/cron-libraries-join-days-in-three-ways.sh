#!/usr/bin/env bash
# One would guess: libraries that take five fields agree on what they mean: where day of the month and day of the week
# are both given either is enough, as crontab has it, and a range over all days is another way to write the asterisk.
# What happens: three readings. node-cron 4.6.0 wants both: `0 0 13 * 5` is Friday the 13th, one to three times a year,
# where the others run on each Friday and on each 13th. cron 4.4.0, graphile-worker 0.18.0 and cron-schedule 6.0.0 look
# at the values: `1-31` is all days, and only the other field counts. cron-parser 5.10.6, which pg-boss brings along,
# and croner 11.0.1 look at the text: `1-31` restricts like any other range, either is enough, and `0 0 1-31 * 5` runs
# every day. None of them complains.
# Seen: cron 4.4.0, cron-parser 5.10.6, cron-schedule 6.0.0, croner 11.0.1, graphile-worker 0.18.0, node-cron 4.6.0,
# Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts cron@4.4.0 cron-parser@5.10.6 cron-schedule@6.0.0 croner@11.0.1 \
  graphile-worker@0.18.0 node-cron@4.6.0
cat >probe.mjs <<'JS'
import { mock } from 'node:test';
import { CronTime } from 'cron';
import { CronExpressionParser } from 'cron-parser';
import { parseCronExpression } from 'cron-schedule';
import { Cron } from 'croner';
import { parseCrontab } from 'graphile-worker';
import nodeCron from 'node-cron';

const FROM = new Date('2026-12-31T12:00:00Z');
const COUNT = 5;
mock.timers.enable({ apis: ['Date'], now: FROM });
const several = (next) => Array.from({ length: COUNT }, next);
const libraries = {
  cron: (expression) => {
    const time = new CronTime(`0 ${expression}`, 'UTC');
    let at = FROM;
    return several(() => (at = time.getNextDateFrom(at, 'UTC').toJSDate()));
  },
  'graphile-worker': (expression) => {
    const [{ match }] = parseCrontab(`${expression} task`);
    const days = Array.from({ length: 3_660 }, (_, day) => new Date(Date.UTC(2027, 0, 1 + day)));
    const digest = (at) => ({ min: 0, hour: 0, date: at.getUTCDate(), month: at.getUTCMonth() + 1, dow: at.getUTCDay() });
    return days.filter((at) => match(digest(at))).slice(0, COUNT);
  },
  'cron-schedule': (expression) => parseCronExpression(expression).getNextDates(COUNT, FROM),
  'cron-parser': (expression) => {
    const parsed = CronExpressionParser.parse(expression, { currentDate: FROM, tz: 'UTC' });
    return several(() => parsed.next().toDate());
  },
  croner: (expression) => new Cron(expression, { timezone: 'UTC', paused: true }).nextRuns(COUNT, FROM),
  'node-cron': (expression) => nodeCron.createTask(expression, () => undefined, { timezone: 'UTC' }).getNextRuns(COUNT),
};
for (const expression of ['0 0 13 * 5', '0 0 1-31 * 5', '0 0 13 * 0-6'])
  for (const [name, next] of Object.entries(libraries))
    console.log(`${expression} ${name}: ${next(expression).map((at) => at.toISOString().slice(0, 10)).join(', ')}`);
process.exit();
JS
TZ=UTC node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
0 0 13 * 5 cron: 2027-01-01, 2027-01-08, 2027-01-13, 2027-01-15, 2027-01-22
0 0 13 * 5 graphile-worker: 2027-01-01, 2027-01-08, 2027-01-13, 2027-01-15, 2027-01-22
0 0 13 * 5 cron-schedule: 2027-01-01, 2027-01-08, 2027-01-13, 2027-01-15, 2027-01-22
0 0 13 * 5 cron-parser: 2027-01-01, 2027-01-08, 2027-01-13, 2027-01-15, 2027-01-22
0 0 13 * 5 croner: 2027-01-01, 2027-01-08, 2027-01-13, 2027-01-15, 2027-01-22
0 0 13 * 5 node-cron: 2027-08-13, 2028-10-13, 2029-04-13, 2029-07-13, 2030-09-13
0 0 1-31 * 5 cron: 2027-01-01, 2027-01-08, 2027-01-15, 2027-01-22, 2027-01-29
0 0 1-31 * 5 graphile-worker: 2027-01-01, 2027-01-08, 2027-01-15, 2027-01-22, 2027-01-29
0 0 1-31 * 5 cron-schedule: 2027-01-01, 2027-01-08, 2027-01-15, 2027-01-22, 2027-01-29
0 0 1-31 * 5 cron-parser: 2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04, 2027-01-05
0 0 1-31 * 5 croner: 2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04, 2027-01-05
0 0 1-31 * 5 node-cron: 2027-01-01, 2027-01-08, 2027-01-15, 2027-01-22, 2027-01-29
0 0 13 * 0-6 cron: 2027-01-13, 2027-02-13, 2027-03-13, 2027-04-13, 2027-05-13
0 0 13 * 0-6 graphile-worker: 2027-01-13, 2027-02-13, 2027-03-13, 2027-04-13, 2027-05-13
0 0 13 * 0-6 cron-schedule: 2027-01-13, 2027-02-13, 2027-03-13, 2027-04-13, 2027-05-13
0 0 13 * 0-6 cron-parser: 2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04, 2027-01-05
0 0 13 * 0-6 croner: 2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04, 2027-01-05
0 0 13 * 0-6 node-cron: 2027-01-13, 2027-02-13, 2027-03-13, 2027-04-13, 2027-05-13
TEXT
