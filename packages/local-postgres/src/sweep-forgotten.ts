import {
  existsSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findServer } from './orphan.js';

/** A file in a moved-out home that says which path links to it, and on which device that path lay. */
const ORIGIN = 'origin.json';

interface Origin {
  path: string;
  device: number;
}

/** A home this young may still be waiting for its link. */
const SETTLED_MS = 60_000;
/** How long a home is kept when it cannot be told whether its clone was deleted or only its disk is not mounted. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Leaves the mark by which a home is known later. */
export function noteOrigin(home: string, path: string): void {
  const origin: Origin = { path, device: statSync(dirname(path)).dev };
  writeFileSync(join(home, ORIGIN), JSON.stringify(origin), { mode: 0o644 });
}

/**
 * Clears away moved-out data whose link was deleted, with the clone or alone, so that clones that come and go do not
 * fill the disk. Only folders that carry our mark and have no server are touched.
 */
export function sweepForgotten(homes: string, now = Date.now()): void {
  for (const name of readdirSync(homes)) {
    const home = join(homes, name);
    if (isForgotten(home, now)) rmSync(home, { recursive: true, force: true });
  }
}

function isForgotten(home: string, now: number): boolean {
  try {
    const origin = JSON.parse(readFileSync(join(home, ORIGIN), 'utf8')) as Origin;
    if (linkOf(origin.path) === home || findServer(join(home, 'data')) !== undefined) return false;
    const age = now - statSync(home).mtimeMs;
    return age > KEPT_MS || (age > SETTLED_MS && deviceOf(origin.path) === origin.device);
  } catch {
    return false;
  }
}

/** The device of the nearest folder above that still exists: another one when a disk is not mounted. */
function deviceOf(path: string): number {
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  return statSync(folder).dev;
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
