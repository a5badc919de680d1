import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = ['postgresql-17', 'patroni', 'python3-etcd', 'etcd-server', 'haproxy', 'pgbouncer'];
const SUITE = 'trixie';
const MIRROR = 'http://deb.debian.org/debian';

/**
 * A folder that holds Debian 13 with PostgreSQL, Patroni, etcd, HAProxy and PgBouncer, whatever this machine runs. It is
 * made once, by `mmdebstrap`, and kept. What runs in it has network and processes in common with everything else here.
 *
 * @param {string} root absolute path; about 650 MB
 */
export function openDebianRoot(root) {
  if (process.getuid?.() !== 0)
    throw new Error('Run this as root: programs are started in a root folder of their own.');
  if (!existsSync(join(root, 'usr/sbin/haproxy'))) {
    console.log(`Installing ${PACKAGES.join(', ')} of Debian ${SUITE} into ${root}, once …`);
    try {
      execFileSync('mmdebstrap', ['--variant=apt', `--include=${PACKAGES.join(',')}`, SUITE, root, MIRROR], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
    } catch (error) {
      throw new Error(`mmdebstrap failed. Is it installed (apt-get install mmdebstrap)? ${error.message}`);
    }
  }
  const binaries = join('/usr/lib/postgresql', readdirSync(join(root, 'usr/lib/postgresql'))[0] ?? '', 'bin');
  const firstLine = (command) =>
    execFileSync('chroot', [root, ...command], { encoding: 'utf8' })
      .split('\n')[0]
      ?.trim();
  return {
    root,
    /** Path of a file or folder in the root, as this machine sees it. */
    outside: (path) => join(root, path),
    binaries,
    /** Gives a folder and all in it to the user `postgres` of the root. */
    giveToPostgres: (path) =>
      execFileSync('chroot', [root, 'chown', '-R', 'postgres:postgres', path], { stdio: 'inherit' }),
    /** Starts a command as the user `postgres`. `/proc` and `/dev` are mounted for it alone and go with it. */
    start(command, { output }) {
      const mounts = `mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot --userspec=postgres "$0" "$@"`;
      return spawn('unshare', ['--mount', 'sh', '-c', mounts, root, ...command], {
        stdio: ['ignore', output, output],
      });
    },
    /** Version lines of what is installed. */
    versions: () => [
      firstLine([join(binaries, 'postgres'), '--version']),
      firstLine(['patroni', '--version']),
      firstLine(['etcd', '--version']),
      firstLine(['haproxy', '-v']),
      firstLine(['pgbouncer', '--version']),
    ],
  };
}
