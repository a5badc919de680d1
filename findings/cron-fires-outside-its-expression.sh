#!/usr/bin/env bash
# One would guess: libraries that read the same cron expression and know time zones agree on the next moments, at least
# on the ones that the expression names.
# What happens: where clocks move by half an hour (Lord Howe Island), cron 4.4.0, which @nestjs/schedule runs on, fires
# at moments that the expression does not name: `30 */2 * * *` is run at 1:30, an odd hour, and half an hour later again,
# when the clock shows 1:30 for the second time. cron-parser 5.10.6 and croner 11.0.1 do not. And on the spring night everywhere, a daily `30 2`
# that does not exist runs at 3:30 with cron-parser, at 3:00 with cron and croner: two schedulers in one system that
# compare when something was due differ by half an hour once a year.
# Seen: cron 4.4.0, cron-parser 5.10.6, croner 11.0.1, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cron@4.4.0 cron-parser@5.10.6 croner@11.0.1 node@24.21.0
cat >probe.mjs <<'JS'
import { CronTime } from 'cron';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';

const libraries = {
  'cron-parser': (expression, zone, from) => {
    const parsed = CronExpressionParser.parse(expression, { currentDate: from, tz: zone });
    return () => parsed.next().toDate();
  },
  cron: (expression, zone, from) => {
    const time = new CronTime(`0 ${expression}`, zone);
    return () => (from = time.getNextDateFrom(from, zone).toJSDate());
  },
  croner: (expression, zone, from) => {
    const job = new Cron(expression, { timezone: zone, paused: true });
    return () => (from = job.nextRun(from));
  },
};
for (const [expression, zone, from] of [
  ['30 */2 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00:00Z'],
  ['30 2 * * *', 'Europe/Vienna', '2026-03-28T12:00:00Z'],
]) {
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', timeZoneName: 'longOffset' });
  for (const [name, start] of Object.entries(libraries)) {
    const next = start(expression, zone, new Date(from));
    console.log(`${expression} ${zone} ${name}: ${[next(), next(), next()].map((at) => local.format(at)).join(', ')}`);
  }
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
30 */2 * * * Australia/Lord_Howe cron-parser: 00:30 GMT+11:00, 02:30 GMT+10:30, 04:30 GMT+10:30
30 */2 * * * Australia/Lord_Howe cron: 00:30 GMT+11:00, 01:30 GMT+11:00, 01:30 GMT+10:30
30 */2 * * * Australia/Lord_Howe croner: 00:30 GMT+11:00, 02:30 GMT+10:30, 04:30 GMT+10:30
30 2 * * * Europe/Vienna cron-parser: 03:30 GMT+02:00, 02:30 GMT+02:00, 02:30 GMT+02:00
30 2 * * * Europe/Vienna cron: 03:00 GMT+02:00, 02:30 GMT+02:00, 02:30 GMT+02:00
30 2 * * * Europe/Vienna croner: 03:00 GMT+02:00, 02:30 GMT+02:00, 02:30 GMT+02:00
TEXT
