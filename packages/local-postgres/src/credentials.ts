import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Passwords of the three roles that log in, made once per data directory. URL-safe: they stand in connection strings. */
export interface Credentials {
  superuser: string;
  owner: string;
  app: string;
}

const FILE = 'credentials.json';
const NAMES = ['superuser', 'owner', 'app'] as const;

/** Reads the passwords beside the data; undefined when there are none or the file is damaged. */
export function readCredentials(home: string): Credentials | undefined {
  try {
    const value = JSON.parse(readFileSync(join(home, FILE), 'utf8')) as Partial<Record<string, unknown>>;
    const [superuser, owner, app] = NAMES.map((name) => value[name]);
    if (typeof superuser !== 'string' || typeof owner !== 'string' || typeof app !== 'string')
      return undefined;
    return { superuser, owner, app };
  } catch {
    return undefined;
  }
}

/** Writes them, readable for us only. */
export function writeCredentials(home: string, credentials: Credentials): void {
  const draft = join(home, `${FILE}.new`);
  writeFileSync(draft, JSON.stringify(credentials), { mode: 0o600 });
  renameSync(draft, join(home, FILE));
}

/** Fresh random passwords. */
export function makeCredentials(): Credentials {
  return { superuser: password(), owner: password(), app: password() };
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
