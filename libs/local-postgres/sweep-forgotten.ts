import { readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stopOrphan } from './orphan.js';

/** A file in a moved-out home that says which path links to it. */
export const ORIGIN = 'origin';

/** A home whose link is gone is kept this long: a disk that is not mounted today may be back tomorrow. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Clears away moved-out data whose clone was deleted. Only folders that carry our mark are touched. */
export async function sweepForgotten(homes: string, now = Date.now()): Promise<void> {
  for (const name of readdirSync(homes)) {
    const home = join(homes, name);
    if (!isForgotten(home, now)) continue;
    await stopOrphan(join(home, 'data'));
    rmSync(home, { recursive: true, force: true });
  }
}

function isForgotten(home: string, now: number): boolean {
  try {
    const origin = readFileSync(join(home, ORIGIN), 'utf8');
    return linkOf(origin) !== home && now - statSync(home).mtimeMs > KEPT_MS;
  } catch {
    return false;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
