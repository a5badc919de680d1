import { execFileSync } from 'node:child_process';
import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether a process is there and more than a zombie. */
export function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return state !== '' && !state.startsWith('Z');
  } catch {
    return false;
  }
}

/** Waits until something holds; throws after ten seconds. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ten seconds: ${what}`);
    await sleep(20);
  }
}

/** The command lines of all processes that name this folder. */
export function processesOn(directory: string): string[] {
  const lines = execFileSync('ps', ['-ww', '-e', '-o', 'command='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(directory));
}
