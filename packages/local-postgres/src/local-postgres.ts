import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { locateBinaries, reachableBinaries } from './binaries.js';
import { ensureCluster, ownerOfData, SUPERUSER } from './cluster.js';
import { prepareHome, SHARED_DIRECTORIES, usableSharedDirectory } from './data-home.js';
import type { DatabaseSetup } from './database-setup.js';
import { databaseUrl } from './database-url.js';
import { DirectoryLock } from './directory-lock.js';
import { LocalPostgresError, systemErrorCode } from './local-postgres.error.js';
import { stopOrphan } from './orphan.js';
import { Postmaster, type StopMode } from './postmaster.js';
import { prepareDatabase } from './prepare-database.js';
import { Supervisor } from './supervisor.js';
import { chooseSystemUser } from './system-user.js';

/** What a caller may choose. */
export interface LocalPostgresOptions {
  /** Where the data is kept, for instance `.local/postgres`; made when it is not there. */
  directory: string;
  /** The database and its roles. */
  database: DatabaseSetup;
  /** Default 5433; 0 takes any free one. */
  port?: number;
  /** Server settings, for instance `{ fsync: 'off' }` for tests. */
  settings?: Readonly<Record<string, string>>;
  /** Called once when the server died and could not be kept alive. */
  onUnexpectedExit?: (reason: string) => void;
  /** Told about restarts and repairs, in sentences. */
  onNotice?: (message: string) => void;
  /** Accounts to run under when started as root, first choice first. Default: `postgres`, then one of our own. */
  systemUsers?: readonly string[];
  /** Folders for what must lie outside a closed project folder. */
  sharedDirectories?: readonly string[];
}

/** A running server. It does not keep the Node process alive, and it ends with it. */
export interface LocalPostgres {
  readonly port: number;
  /** The role that owns database and tables: for migrations. */
  readonly adminUrl: string;
  /** The role of a running program. */
  readonly url: string;
  /** For tests and fault injection only. */
  readonly superuserUrl: string;
  /** Process id of the server; another one after a restart. */
  readonly pid: number;
  /** Stops the server and waits for it. Calling it again is harmless; `immediate` hurries a `fast` stop that is under way. */
  stop(mode?: StopMode): Promise<void>;
  /** Stops at once without giving the event loop back: for a second Ctrl-C and for `process.on('exit')`. */
  stopSync(): void;
}

const DEFAULT_PORT = 5433;

/**
 * Starts the embedded PostgreSQL on a data directory, making it on the first start. Throws {@link LocalPostgresError}
 * with a sentence for the person at the terminal.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const directory = resolve(options.directory);
  return sayingWhatToDo(directory, async () => {
    mkdirSync(dirname(directory), { recursive: true });
    const lock = DirectoryLock.acquire(`${directory}.lock`, directory);
    try {
      return await startLocked(directory, options, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

async function startLocked(
  directory: string,
  options: LocalPostgresOptions,
  lock: DirectoryLock,
): Promise<LocalPostgres> {
  const notice = options.onNotice ?? (() => undefined);
  const settings = options.settings ?? {};
  const { database } = options;
  const user = isRoot() ? (ownerOfData(directory) ?? chooseSystemUser(options.systemUsers)) : undefined;
  const shared = (): string | undefined =>
    user && usableSharedDirectory(options.sharedDirectories ?? SHARED_DIRECTORIES, user);
  const binaries = await reachableBinaries(locateBinaries(), user, shared);
  const home = await prepareHome(directory, user, shared);
  const data = join(home, 'data');
  await stopOrphan(data);
  const credentials = await ensureCluster(home, binaries, user, {
    durable: settings['fsync'] !== 'off',
    notice,
  });

  const supervisor = new Supervisor(
    (port) => Postmaster.spawn({ binaries, data, port, user, settings, logFile: join(home, 'postgres.log') }),
    {
      user,
      data,
      notice,
      onGivenUp: options.onUnexpectedExit ?? notice,
      onStopped: () => {
        lock.release();
      },
    },
  );
  try {
    const port = await supervisor.start(options.port ?? DEFAULT_PORT);
    const superuserUrl = databaseUrl(SUPERUSER, credentials.superuser, port, 'postgres');
    await prepareDatabase(superuserUrl, credentials, database);
    return {
      port,
      superuserUrl,
      adminUrl: databaseUrl(database.ownerRole, credentials.owner, port, database.name),
      url: databaseUrl(database.appRole, credentials.app, port, database.name),
      get pid() {
        return supervisor.pid;
      },
      stop: (mode = 'fast') => supervisor.stop(mode),
      stopSync: () => {
        supervisor.stopSync();
      },
    };
  } catch (error) {
    await supervisor.stop('immediate');
    throw error;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Turns the file system's refusals into a sentence. */
async function sayingWhatToDo<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = systemErrorCode(error);
    if (error instanceof LocalPostgresError || code === undefined) throw error;
    const why = REASONS[code];
    if (why === undefined) throw error;
    throw new LocalPostgresError(
      'directory_not_writable',
      `The local database cannot be kept in ${directory}: ${why}. Make it writable for you, or set TENANTRY_LOCAL_DIR to another folder.`,
      { cause: error },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied (it may belong to another user)',
  EPERM: 'the operation is not permitted (it may belong to another user)',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file with that name is in the way',
};
