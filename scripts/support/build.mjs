import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.mjs';
import { ensureInstalled, installationKey } from './install.mjs';
import { alone } from './lock.mjs';
import { environment, modules, pinnedNode, Refusal, root, seconds, tell } from './project.mjs';

/** A workspace: `src` is compiled into `dist` of its own folder. */
const workspace = (folder) => ({
  tool: 'typescript/bin/tsc',
  args: ['-p', `${folder}/tsconfig.build.json`],
  project: `${folder}/tsconfig.build.json`,
  output: `${folder}/dist`,
  sources: { [`${folder}/src`]: '' },
  settings: [`${folder}/package.json`],
});

/** The client: nothing of the service needs it compiled. */
export const CLIENT = [workspace('clients/typescript')];

/** The web console: what a browser loads, bundled with the client. */
const CONSOLE = {
  tool: 'vite/bin/vite.js',
  args: ['build', 'console', '--logLevel', 'warn'],
  project: 'console/tsconfig.json',
  output: 'console/dist',
  sources: { 'console/src': '', 'clients/typescript/src': '' },
  settings: ['console/index.html', 'console/package.json', 'console/vite.config.mjs'],
  isBundled: true,
};

/** What is started and tested, in this order: the service reads the types of the packages before it. */
const ALL = [
  workspace('packages/clerk-emulator'),
  workspace('packages/local-postgres'),
  {
    tool: 'typescript/bin/tsc',
    args: ['-p', 'tsconfig.build.json'],
    project: 'tsconfig.build.json',
    output: 'dist',
    /** Each folder of sources, and where in `output` its files come out. */
    sources: { src: 'src', libs: 'libs', migrations: 'migrations' },
    settings: [],
  },
  // What is started of it, in a few files: to load thousands takes seconds.
  {
    tool: 'rolldown/bin/cli.mjs',
    args: ['--config', 'rolldown.config.mjs', '--logLevel', 'warn'],
    // Every file that it wrote.
    isTalkative: true,
    project: 'rolldown.config.mjs',
    output: 'dist/bundle',
    sources: { src: '', libs: '', migrations: '' },
    settings: [],
    isBundled: true,
  },
  CONSOLE,
];
/** What each of them reads beside its sources. */
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package.json'];

/** Compiles into the `dist` folders what has changed since the last time. Installs first if need be. */
export async function ensureBuilt(parts = ALL) {
  await ensureInstalled();
  if (changedOf(parts).length === 0) return;
  await alone('build', async () => {
    const changed = changedOf(parts);
    if (changed.length > 0) await build(changed);
  });
}

/** Those that are not compiled as their sources are now. */
function changedOf(parts) {
  return parts.filter((part) => read(stampOf(part)) !== fingerprint(part));
}

async function build(parts) {
  const startedAt = Date.now();
  tell('Building …');
  for (const part of parts) await compile(part);
  tell(`Built in ${seconds(startedAt)}.`);
}

async function compile(part) {
  // Taken before: a file that is edited meanwhile makes the next start build again.
  const built = fingerprint(part);
  const output = join(root, part.output);
  mkdirSync(output, { recursive: true });
  // The compiler trusts its own notes and would not write again what somebody removed from dist/.
  if (!existsSync(stampOf(part))) rmSync(join(output, 'build.tsbuildinfo'), { force: true });
  rmSync(stampOf(part), { force: true });
  const code = await runChild(pinnedNode(), [join(modules, part.tool), ...part.args], {
    cwd: root,
    env: environment(),
    ...(part.isTalkative && { stdio: ['inherit', 'ignore', 'inherit'] }),
  });
  if (code !== 0) throw new Refusal('The build failed; the compiler says above why.');
  if (!part.isBundled) removeLeftovers(part);
  writeFileSync(stampOf(part), built);
}

/** A source that was deleted or renamed leaves its output behind, and an old migration there would still be run. */
function removeLeftovers({ output, sources }) {
  for (const [folder, compiled] of Object.entries(sources)) {
    for (const file of filesIn(join(root, output, compiled))) {
      const source = file.replace(/\.(js|js\.map|d\.ts)$/, '.ts');
      if (source !== file && !existsSync(join(root, folder, source)))
        rmSync(join(root, output, compiled, file));
    }
  }
}

function stampOf({ output }) {
  return join(root, output, '.built');
}

/** Changes with every source file's size and time, the settings and the installed packages. */
function fingerprint({ project, sources, settings }) {
  const hash = createHash('sha256').update(installationKey());
  for (const name of [...SETTINGS, ...settings, project]) hash.update(read(join(root, name)) ?? '');
  for (const folder of Object.keys(sources)) {
    for (const file of filesIn(join(root, folder)).filter(
      (name) => /\.(ts|tsx|css|svg)$/.test(name) && !name.endsWith('.spec.ts'),
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
