import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A fresh folder that every account can enter. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-postgres-'));
  chmodSync(directory, 0o755);
  made.push(directory);
  return directory;
}

/** Removes every folder that was handed out. */
export function removeScratch(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
