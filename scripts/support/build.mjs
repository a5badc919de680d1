import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.mjs';
import { ensureInstalled, installationKey } from './install.mjs';
import { alone } from './lock.mjs';
import { environment, modules, pinnedNode, Refusal, root, seconds, tell } from './project.mjs';

const OUTPUT = join(root, 'dist');
const STAMP = join(OUTPUT, '.built');
/** What the compiler reads, as in tsconfig.build.json. */
const SOURCES = ['src', 'libs', 'migrations'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package.json'];

/** Compiles into dist/ unless nothing has changed since the last time. Installs first if need be. */
export async function ensureBuilt() {
  await ensureInstalled();
  if (read(STAMP) === fingerprint()) return;
  await alone('build', async () => {
    if (read(STAMP) !== fingerprint()) await build();
  });
}

async function build() {
  const startedAt = Date.now();
  tell('Building …');
  // Taken before: a file that is edited meanwhile makes the next start build again.
  const built = fingerprint();
  mkdirSync(OUTPUT, { recursive: true });
  // The compiler trusts its own notes and would not write again what somebody removed from dist/.
  if (!existsSync(STAMP)) rmSync(join(OUTPUT, 'build.tsbuildinfo'), { force: true });
  rmSync(STAMP, { force: true });
  const compiler = join(modules, 'typescript/bin/tsc');
  const code = await runChild(pinnedNode(), [compiler, '-p', join(root, 'tsconfig.build.json')], {
    cwd: root,
    env: environment(),
  });
  if (code !== 0) throw new Refusal('The build failed; the compiler says above why.');
  removeLeftovers();
  writeFileSync(STAMP, built);
  tell(`Built in ${seconds(startedAt)}.`);
}

/** A source that was deleted or renamed leaves its output behind, and an old migration there would still be run. */
function removeLeftovers() {
  for (const folder of SOURCES) {
    for (const file of filesIn(join(OUTPUT, folder))) {
      const source = file.replace(/\.(js|js\.map|d\.ts)$/, '.ts');
      if (source !== file && !existsSync(join(root, folder, source))) rmSync(join(OUTPUT, folder, file));
    }
  }
}

/** Changes with every source file's size and time, the settings and the installed packages. */
function fingerprint() {
  const hash = createHash('sha256').update(installationKey());
  for (const name of SETTINGS) hash.update(read(join(root, name)) ?? '');
  for (const folder of SOURCES) {
    for (const file of filesIn(join(root, folder)).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
    )) {
      const { mtimeMs, size } = statSync(join(root, folder, file));
      hash.update(`${folder}/${file}:${mtimeMs}:${size}\n`);
    }
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
