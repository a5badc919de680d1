import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Written last into a copy: every file with its size, so that a copy that lost something is seen and made again. */
const MANIFEST = 'manifest.json';

/** Copies a tree so that it appears under its name only when it is complete, readable for every account. */
export async function copyWhole(from: string, to: string): Promise<void> {
  const draft = await mkdtemp(`${to}.`);
  const replaced = `${draft}.old`;
  try {
    await cp(from, draft, { recursive: true, verbatimSymlinks: true });
    const sizes = openForAll(draft);
    writeFileSync(join(draft, MANIFEST), JSON.stringify(sizes), { mode: 0o644 });
    if (existsSync(to)) await rename(to, replaced);
    await rename(draft, to).catch((error: unknown) => {
      // Another start may have put the same copy there a moment earlier.
      if (!isWhole(to)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(replaced, { recursive: true, force: true });
  }
}

/** Whether a copy still has every file it was made with. */
export function isWhole(root: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(root, MANIFEST), 'utf8')) as Record<string, number>;
    const files = Object.entries(manifest);
    return files.length > 0 && files.every(([file, size]) => statSync(join(root, file)).size === size);
  } catch {
    return false;
  }
}

/**
 * npm packages cannot hold symbolic links, so the platform's package makes the ones its libraries need in a script after
 * installation. Where npm was told to run no scripts they are made here.
 */
export function restoreSymlinks(home: string): void {
  const list = join(home, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(home, target);
    if (existsSync(link)) continue;
    const file = dirname(source) === dirname(target) ? basename(source) : join(home, source);
    symlinkSync(file, link);
  }
}

/** Gives everybody leave to read (a clone made under umask 077 does not) and notes the size of every file. */
function openForAll(root: string): Record<string, number> {
  const sizes: Record<string, number> = {};
  chmodSync(root, 0o755);
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, name);
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) continue;
    if (stats.isDirectory()) {
      chmodSync(path, 0o755);
    } else {
      chmodSync(path, stats.mode & 0o111 ? 0o755 : 0o644);
      sizes[name] = stats.size;
    }
  }
  return sizes;
}
