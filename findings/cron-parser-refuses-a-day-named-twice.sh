#!/usr/bin/env bash
# One would guess: what crontab, `cron` and `croner` take is taken by `cron-parser` too, and an expression without fields
# is refused, as it is by those.
# What happens: cron-parser 5.10.5 refuses a list in which a value comes twice, however it is written: `0,7` for Sunday
# ("0 0 * * 0,7", the way to be right under either numbering) and `1-5,3` raise an error. The empty expression is valid
# and means every minute. So a schedule taken over from a crontab may stop the start, and an empty setting runs a job
# 1440 times a day.
# Seen: cron-parser 5.10.5, cron 4.4.0, croner 9.1.0, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cron-parser@5.10.5 cron@4.4.0 croner@9.1.0 node@24.21.0
cat >probe.mjs <<'JS'
import { CronTime } from 'cron';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';

const now = new Date('2026-11-28T12:30:00Z');
const readers = {
  'cron-parser': (text) =>
    CronExpressionParser.parse(text, { tz: 'UTC', currentDate: now }).next().toISOString(),
  cron: (text) => {
    const next = new CronTime(text, 'UTC').getNextDateFrom(now, 'UTC');
    return new Date(next.toMillis()).toISOString();
  },
  croner: (text) => new Cron(text, { timezone: 'UTC', paused: true }).nextRun(now).toISOString(),
};
for (const text of ['0 0 * * 0,7', '1-5,3 * * * *', '']) {
  for (const [name, read] of Object.entries(readers)) {
    let seen;
    try {
      seen = read(text);
    } catch {
      seen = 'refused';
    }
    console.log(`"${text}" ${name}: ${seen}`);
  }
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
"0 0 * * 0,7" cron-parser: refused
"0 0 * * 0,7" cron: 2026-11-29T00:00:00.000Z
"0 0 * * 0,7" croner: 2026-11-29T00:00:00.000Z
"1-5,3 * * * *" cron-parser: refused
"1-5,3 * * * *" cron: 2026-11-28T13:01:00.000Z
"1-5,3 * * * *" croner: 2026-11-28T13:01:00.000Z
"" cron-parser: 2026-11-28T12:31:00.000Z
"" cron: refused
"" croner: refused
TEXT
