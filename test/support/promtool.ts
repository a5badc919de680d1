import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withTool } from './optional-tool.js';

const UNPACKED = resolve(import.meta.dirname, '../../node_modules/.cache/promtool');

/**
 * Where `promtool` is: installed, or unpacked from Debian's package `prometheus` as anybody may do; undefined where neither
 * can be.
 */
export function findPromtool(): string | undefined {
  const unpacked = join(UNPACKED, 'usr/bin/promtool');
  const found = ['/usr/bin/promtool', '/usr/local/bin/promtool', unpacked].find((path) => existsSync(path));
  if (found !== undefined) return found;
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-promtool-'));
  try {
    execFileSync('apt-get', ['download', 'prometheus'], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    mkdirSync(UNPACKED, { recursive: true });
    execFileSync('dpkg-deb', ['-x', join(folder, file ?? ''), UNPACKED], { stdio: 'ignore' });
  } catch {
    // No Debian, or no way to its packages: whoever asks decides what that means.
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return existsSync(unpacked) ? unpacked : undefined;
}

const TOOL = { name: 'promtool', variable: 'REQUIRE_PROMTOOL', package: 'prometheus' };

/** `describe` where there is a promtool, as {@link withTool} has it. */
export function withPromtool<T extends { skip: unknown }>(
  block: T,
  path: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): T | T['skip'] {
  return withTool(block, path, TOOL, environment);
}
