import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever the command was started. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const modules = join(root, 'node_modules');

/** A failure that is fully told by its sentence: printed without a stack. */
export class Refusal extends Error {}

/** Everything that is not a command's own output goes to stderr, so that `--json` of a command stays clean. */
export function tell(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a command's main function and turns its outcome into the exit code. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    tell(error instanceof Refusal ? error.message : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}

/** The Node that everything of the project runs on: the pinned one from npm, else this one if it is new enough. */
export function pinnedNode() {
  const pinned = join(modules, 'node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Refusal(
    `The Node 24 that comes with the packages is not there for ${process.platform}-${process.arch}, and this is ${process.version}. Install Node 24 and run the command again.`,
  );
}

/** An environment in which the project's own tools are found first, and what Node compiled once is kept for the next start. */
export function environment(extra = {}) {
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return { NODE_COMPILE_CACHE: join(modules, '.cache/compile'), ...process.env, PATH: path, ...extra };
}

export function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}
