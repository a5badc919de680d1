import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, writePrivateFile } from './private-file.js';

/** What `local.json` says while the local stack runs, so that tools find everything. */
export interface LocalFile {
  readonly apiUrl: string;
  readonly clerkUrl: string;
  readonly databaseUrl: string;
  /** Null when the database is one's own and no owner role was named. */
  readonly databaseAdminUrl: string | null;
  readonly clerkSecretKey: string;
  readonly clerkPublishableKey: string;
  readonly clerkJwtKey: string;
  /** Null where nobody said it: beside one's own Clerk. */
  readonly clerkInstanceId: string | null;
  readonly webhookSecret: string;
  readonly authorizedParties: readonly string[];
  readonly pid: number;
}

const NAME = 'local.json';

export function writeLocalFile(directory: string, content: LocalFile): void {
  writePrivateFile(join(directory, NAME), `${JSON.stringify(content, null, 2)}\n`);
}

/** Removes our own; one that another process has written meanwhile stays. Answers whether there was one of ours. */
export function removeLocalFile(directory: string): boolean {
  const isOurs = parseLocalFile(directory)?.pid === process.pid;
  if (isOurs) rmSync(join(directory, NAME), { force: true });
  return isOurs;
}

/** What runs on that folder now, or undefined; what a crash left behind does not count. */
export function readLocalFile(directory: string): LocalFile | undefined {
  const content = parseLocalFile(directory);
  return content !== undefined && isAlive(content.pid) ? content : undefined;
}

function parseLocalFile(directory: string): LocalFile | undefined {
  try {
    const content: unknown = JSON.parse(readIfThere(join(directory, NAME)) ?? 'null');
    const isOurs = typeof content === 'object' && content !== null && 'pid' in content && 'apiUrl' in content;
    return isOurs ? (content as LocalFile) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
