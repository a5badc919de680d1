import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePorts } from '../bench/free-ports.mjs';

const NODES = 3;
/** The least that Patroni takes for `ttl`, and `loop_wait + 2 * retry_timeout` has to fit into it. */
const TIMES = { ttl: 20, loop_wait: 2, retry_timeout: 5 };

/**
 * PostgreSQL as three nodes of Patroni with etcd, a synchronous standby at every time, and in front of them HAProxy, which
 * knows the primary, and PgBouncer in transaction mode, which is all that the service sees.
 *
 * @param {ReturnType<typeof import('./debian-root.mjs').openDebianRoot>} debian
 * @param {{ statements: string }} database SQL that makes the roles; the passwords are settings of the session
 */
export async function startCluster(debian, database) {
  const inside = join('/var/tmp', `tenantry-scale-${randomBytes(4).toString('hex')}`);
  const folder = debian.outside(inside);
  mkdirSync(folder, { recursive: true });
  const [etcdPort, peerPort, primaryPort, poolerPort, ...ports] = await freePorts(4 + 2 * NODES);
  const password = { superuser: secret(), replicator: secret(), owner: secret(), app: secret() };
  const started = [];
  const start = (name, command) => {
    const output = openSync(join(folder, `${name}.log`), 'a');
    const child = debian.start(command, { output });
    closeSync(output);
    started.push(child);
    return child;
  };

  const nodes = Array.from({ length: NODES }, (_, at) => ({
    name: `node${at + 1}`,
    port: ports[2 * at] ?? 0,
    api: ports[2 * at + 1] ?? 0,
  }));
  for (const node of nodes)
    writePatroni(folder, inside, node, { etcdPort, binaries: debian.binaries, password });
  writeProxy(folder, primaryPort, nodes);
  writePooler(folder, inside, { poolerPort, primaryPort, password });
  debian.giveToPostgres(inside);

  start('etcd', [
    'etcd',
    `--data-dir=${inside}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
    `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
  ]);
  // What is started hands over to the program itself, so its process is the program's.
  const managers = new Map();
  const startPatroni = (node) =>
    managers.set(node.name, start(node.name, ['patroni', `${inside}/${node.name}.json`]));
  for (const node of nodes) startPatroni(node);
  start('haproxy', ['haproxy', '-db', '-f', `${inside}/haproxy.cfg`]);
  start('pgbouncer', ['pgbouncer', `${inside}/pgbouncer.ini`]);

  const url = (user, word, port, name) =>
    `postgres://${user}:${encodeURIComponent(word)}@127.0.0.1:${port}/${name}`;
  const cluster = {
    url: url('tenantry_app', password.app, poolerPort, 'tenantry'),
    adminUrl: url('tenantry_owner', password.owner, primaryPort, 'tenantry'),
    superuserUrl: url('postgres', password.superuser, primaryPort, 'tenantry'),
    /** The node that leads, once a synchronous standby streams from it. */
    primary: () => until('primary with a synchronous standby', () => replicated(nodes), 300),
    /** Waits until this node does not lead any more. Patroni may have it lead again, where no other one can. */
    lost: (node) =>
      until('end of the primary', async () => {
        const { role, state } = (await rolesOf([node]))[0] ?? {};
        return role !== 'primary' || state !== 'running';
      }),
    /** Kills PostgreSQL of a node at once; its Patroni lives. */
    killPostgres(node) {
      const [pid] = readFileSync(join(folder, node.name, 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    /** Kills Patroni and PostgreSQL of a node, as if the machine were gone, and returns what brings it back. */
    killNode(node) {
      managers.get(node.name).kill('SIGKILL');
      cluster.killPostgres(node);
      return () => startPatroni(node);
    },
    /** The last lines of each log, for whoever has to find out what went wrong. */
    logs: () =>
      ['etcd', 'haproxy', 'pgbouncer', ...nodes.map(({ name }) => name)]
        .map((name) => `${name}: ${readFileSync(join(folder, `${name}.log`), 'utf8').slice(-1500)}`)
        .join('\n'),
    async stop() {
      for (const child of started.reverse()) child.kill('SIGTERM');
      await Promise.all(started.map(ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await until('primary', async () => (await rolesOf(nodes)).some(({ role }) => role === 'primary'), 60);
    await prepare(cluster.superuserUrl, password, database);
    await cluster.primary();
    return cluster;
  } catch (error) {
    console.error(cluster.logs());
    await cluster.stop();
    throw error;
  }
}

async function prepare(superuserUrl, password, { statements }) {
  const maintenance = new URL(superuserUrl);
  maintenance.pathname = '/postgres';
  await until('PostgreSQL through HAProxy', () =>
    withClient(maintenance.toString(), async (client) => {
      await client.query('create database tenantry');
      return true;
    }).catch(() => false),
  );
  await withClient(superuserUrl, async (client) => {
    await client.query(
      `select set_config('tenantry.owner_password', $1, false), set_config('tenantry.app_password', $2, false)`,
      [password.owner, password.app],
    );
    await client.query(statements);
  });
}

async function withClient(connectionString, use) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** What each node says of itself to whoever asks. */
function rolesOf(nodes) {
  return Promise.all(
    nodes.map(async (node) => {
      try {
        const answer = await fetch(`http://127.0.0.1:${node.api}/patroni`, {
          signal: AbortSignal.timeout(1000),
        });
        const { role, state, replication = [] } = /** @type {any} */ (await answer.json());
        return { node, role, state, replication };
      } catch {
        return { node, role: 'away', state: 'away', replication: [] };
      }
    }),
  );
}

/** The node that leads, when a synchronous standby streams from it and so may take over. */
async function replicated(nodes) {
  const roles = await rolesOf(nodes);
  const primary = roles.find(({ role, state }) => role === 'primary' && state === 'running');
  const streaming = primary?.replication.filter(({ state }) => state === 'streaming') ?? [];
  return streaming.some(({ sync_state: state }) => state === 'sync') ? primary?.node : undefined;
}

/**
 * @template T
 * @param {() => Promise<T | undefined | false>} look
 */
async function until(what, look, seconds = 120) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const seen = await look();
    if (seen) return seen;
    await sleep(100);
  }
  throw new Error(`there was no ${what} within ${seconds} s`);
}

function writePatroni(folder, inside, node, { etcdPort, binaries, password }) {
  const here = ['127.0.0.1/32', 'scram-sha-256'];
  writeFileSync(
    join(folder, `${node.name}.json`),
    JSON.stringify({
      scope: 'tenantry',
      name: node.name,
      restapi: { listen: `127.0.0.1:${node.api}`, connect_address: `127.0.0.1:${node.api}` },
      etcd3: { host: `127.0.0.1:${etcdPort}` },
      bootstrap: {
        dcs: {
          ...TIMES,
          // A PostgreSQL that died is not waited for: another takes over at once.
          primary_start_timeout: 0,
          // A commit is acknowledged once a standby has it too, and nothing is acknowledged while there is none.
          synchronous_mode: true,
          synchronous_mode_strict: true,
          postgresql: {
            use_pg_rewind: true,
            parameters: { max_connections: 100, wal_log_hints: 'on', shared_buffers: '128MB' },
          },
        },
        initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      },
      postgresql: {
        listen: `127.0.0.1:${node.port}`,
        connect_address: `127.0.0.1:${node.port}`,
        data_dir: `${inside}/${node.name}`,
        bin_dir: binaries,
        pgpass: `${inside}/${node.name}.pgpass`,
        authentication: {
          superuser: { username: 'postgres', password: password.superuser },
          replication: { username: 'replicator', password: password.replicator },
        },
        parameters: { unix_socket_directories: inside },
        pg_hba: [
          `local all all scram-sha-256`,
          `host all all ${here.join(' ')}`,
          `host replication all ${here.join(' ')}`,
        ],
      },
    }),
  );
}

function writeProxy(folder, port, nodes) {
  const servers = nodes.map((node) => `  server ${node.name} 127.0.0.1:${node.port} check port ${node.api}`);
  writeFileSync(
    join(folder, 'haproxy.cfg'),
    `defaults
  mode tcp
  timeout connect 1s
  timeout client 1h
  timeout server 1h
listen primary
  bind 127.0.0.1:${port}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 500ms fall 1 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`,
  );
}

function writePooler(folder, inside, { poolerPort, primaryPort, password }) {
  writeFileSync(join(folder, 'userlist.txt'), `"tenantry_app" "${password.app}"\n`, { mode: 0o600 });
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=127.0.0.1 port=${primaryPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${poolerPort}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${inside}/userlist.txt
pool_mode = transaction
max_prepared_statements = 500
default_pool_size = 30
max_client_conn = 200
; Without it PgBouncer refuses everybody for 15 s after one failed login, which is what a failover looks like.
server_login_retry = 1
; HAProxy takes a connection though no server is left, and the pool waits for that one login: 15 s by default.
server_connect_timeout = 2
query_wait_timeout = 5
`,
  );
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  return new Promise((resolve) => child.once('exit', resolve)).finally(() => clearTimeout(timer));
}

function secret() {
  return randomBytes(18).toString('base64url');
}
