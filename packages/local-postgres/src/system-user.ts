import { spawnSync } from 'node:child_process';
import { LocalPostgresError } from './local-postgres.error.js';

/** The account that the server's processes run under. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** How accounts are looked up and made; a spec passes its own. */
export interface SystemUserDirectory {
  find(name: string): SystemUser | undefined;
  /** Makes a system account without login or home, as far as this machine lets us. */
  create(name: string): void;
}

/** The account that is made on a machine without a `postgres` user; its own name, so that a later PostgreSQL package is not disturbed. */
export const OWN_SYSTEM_USER = 'tenantry-postgres';

/**
 * PostgreSQL refuses to run as root. Order: the `postgres` account, our own one (made if need be), and `nobody` where
 * accounts cannot be made (a read-only `/etc`).
 *
 * @param names accounts to try first, in this order
 */
export function chooseSystemUser(
  names: readonly string[] = ['postgres'],
  directory: SystemUserDirectory = systemUserDirectory,
): SystemUser {
  for (const name of [...names, OWN_SYSTEM_USER]) {
    const user = directory.find(name);
    if (user !== undefined && user.uid !== 0) return user;
  }
  directory.create(OWN_SYSTEM_USER);
  const user = directory.find(OWN_SYSTEM_USER) ?? directory.find('nobody');
  if (user === undefined || user.uid === 0) {
    throw new LocalPostgresError(
      'no_system_user',
      'PostgreSQL does not run as root and this machine has no other account for it. Create one (useradd --system postgres) or start as an ordinary user.',
    );
  }
  return user;
}

const systemUserDirectory: SystemUserDirectory = {
  find(name) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  },
  create(name) {
    const commands = [
      // shadow-utils (Debian, Red Hat, Arch)
      ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
      // BusyBox (Alpine and small images)
      ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', name],
    ] as const;
    for (const [command, ...rest] of commands) {
      if (spawnSync(command, rest, { stdio: 'ignore' }).status === 0) return;
    }
  },
};

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const result = spawnSync('id', [flag, name], { encoding: 'utf8' });
  if (result.status !== 0) return undefined;
  const id = Number.parseInt(result.stdout, 10);
  return Number.isSafeInteger(id) ? id : undefined;
}

/**
 * Whether an account can open every one of the paths: asked by trying, so that closed parent folders, access lists and
 * mount options count as they really do. Without an account it is ourselves who will open them.
 */
export function canRead(user: SystemUser | undefined, paths: readonly string[]): boolean {
  const script = 'for path do [ -r "$path" ] || exit 1; done';
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', ...paths], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** Whether an account can go into a folder. */
export function canEnter(user: SystemUser | undefined, directory: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...user, cwd: '/', stdio: 'ignore' })
      .status === 0
  );
}
