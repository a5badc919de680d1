import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { makeCredentials, readCredentials, writeCredentials, type Credentials } from './credentials.js';
import { LocalPostgresError } from './local-postgres.error.js';
import { serverEnvironment } from './postmaster.js';
import type { SystemUser } from './system-user.js';

/** The name that initdb gives the cluster's superuser. */
export const SUPERUSER = 'postgres';

const DRAFT = 'data.new-';

/** Only the loopback address, only with a password: the server has no Unix socket. */
const HOST_RULES = 'host all all 127.0.0.1/32 scram-sha-256\n';

/**
 * Makes the database cluster in `home/data` unless it is there, and answers its passwords. It is made under another name
 * and renamed when it is complete, so an interrupted start leaves nothing that looks like data.
 */
export async function ensureCluster(
  home: string,
  binaries: Binaries,
  user: SystemUser | undefined,
  options: { durable: boolean; notice: (message: string) => void },
): Promise<Credentials> {
  const data = join(home, 'data');
  for (const name of readdirSync(home)) {
    if (name.startsWith(DRAFT)) rmSync(join(home, name), { recursive: true, force: true, maxRetries: 3 });
  }
  const known = readCredentials(home);
  const credentials = known ?? makeCredentials();
  if (existsSync(join(data, 'global/pg_control'))) {
    checkVersion(data, binaries);
    // Written only after the server knows them: an interruption in between is then simply done again.
    if (known === undefined) {
      setSuperuserPassword(data, credentials.superuser, binaries, user);
      writeCredentials(home, credentials);
    }
    return credentials;
  }
  if (existsSync(data)) {
    const aside = `${data}.incomplete-${String(Date.now())}`;
    renameSync(data, aside);
    options.notice(`${data} holds no complete database; it was moved to ${aside} and a new one is made.`);
  }
  writeCredentials(home, credentials);
  const draft = mkdtempSync(join(home, DRAFT));
  if (user !== undefined) chownSync(draft, user.uid, user.gid);
  await initdb(draft, binaries, user, options.durable);
  writeFileSync(join(draft, 'pg_hba.conf'), HOST_RULES);
  setSuperuserPassword(draft, credentials.superuser, binaries, user);
  renameSync(draft, data);
  return credentials;
}

/** Works without a running server: for a new cluster, and for one whose password file was lost. */
function setSuperuserPassword(
  data: string,
  password: string,
  binaries: Binaries,
  user: SystemUser | undefined,
): void {
  const result = spawnSync(binaries.postgres, ['--single', '-D', data, 'postgres'], {
    ...user,
    cwd: '/',
    env: serverEnvironment(),
    encoding: 'utf8',
    // The alphabet of base64url holds nothing that would need quoting.
    input: `ALTER ROLE ${SUPERUSER} PASSWORD '${password}';\n`,
  });
  if (result.status !== 0 || result.stderr.includes('ERROR:')) {
    throw new LocalPostgresError(
      'start_failed',
      `The database in ${data} could not be opened to set its password.`,
    );
  }
}

/** The account that owns existing data runs it again: a start as root goes on with what an ordinary user began. */
export function ownerOfData(home: string): SystemUser | undefined {
  try {
    const { uid, gid } = statSync(join(home, 'data'));
    return uid === 0 ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

async function initdb(
  data: string,
  binaries: Binaries,
  user: SystemUser | undefined,
  durable: boolean,
): Promise<void> {
  // The built-in locale provider sorts alike on every machine and needs no locale files.
  const parameters = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      '--auth=reject',
      '--no-instructions',
      ...parameters,
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...user, cwd: '/', env: serverEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (/could not look up effective user ID/.test(complaint)) {
    throw new LocalPostgresError(
      'no_system_user',
      `PostgreSQL needs the name of the account it runs under, and user id ${String(user?.uid ?? process.getuid?.())} has none here. Add it to /etc/passwd, or start as another user.`,
    );
  }
  if (code !== 0) {
    throw new LocalPostgresError(
      'start_failed',
      `A new database could not be made in ${data}: ${lastLine(complaint)}`,
    );
  }
}

function checkVersion(data: string, binaries: Binaries): void {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const runs = binaries.version.split('.')[0];
  if (made !== runs) {
    throw new LocalPostgresError(
      'other_version',
      `The data in ${data} was made by PostgreSQL ${made}, this is PostgreSQL ${String(runs)}. Remove the folder to start afresh, or set TENANTRY_LOCAL_DIR to another one.`,
    );
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
