import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCaptured } from './child.mjs';
import { alone } from './lock.mjs';
import { environment, modules, pinnedNode, Refusal, root, seconds, tell } from './project.mjs';

/** Says which lock file and machine the installed packages belong to; written last, so an interrupted installation has none. */
const STAMP = join(modules, '.tenantry-installed.json');
/** npm's own list of what it has installed, written at the end of every installation. */
const INSTALLED = join(modules, '.package-lock.json');

/** Installs the packages unless exactly these are there already. */
export async function ensureInstalled() {
  if (isComplete()) return;
  await alone('installation', async () => {
    if (!isComplete()) await install();
  });
}

/** A text that changes with the lock file and the machine. */
export function installationKey() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return JSON.stringify({ lock, machine: `${process.platform}-${process.arch}` });
}

function isComplete() {
  if (!existsSync(join(modules, '.bin'))) return false;
  const key = installationKey();
  if (read(STAMP) === key) return existsSync(join(modules, 'node/bin'));
  // Installed by hand with npm: as good as ours when it is what the lock file says.
  if (!wasInstalledByNpm()) return false;
  writeFileSync(STAMP, key);
  return true;
}

function wasInstalledByNpm() {
  const installed = packagesOf(INSTALLED);
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (installed === undefined || wanted === undefined || !existsSync(join(modules, 'node/bin'))) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && installed[path] === undefined)) return true;
    return installed[path]?.version === entry.version && existsSync(join(root, path));
  });
}

async function install() {
  const startedAt = Date.now();
  await installFrom(root, 'Installing packages (once; a minute or two)');
  const trial = spawnSync(pinnedNode(), ['--version']);
  if (trial.status !== 0) {
    throw new Refusal(
      `The installed Node (${pinnedNode()}) does not run on this machine. Install Node 24, then run npm again.`,
    );
  }
  writeFileSync(STAMP, installationKey());
  tell(`Packages installed in ${seconds(startedAt)}.`);
}

/** Installs what the lock file of a folder says, and tells for how long it has been at it. */
export async function installFrom(folder, text) {
  const progress = showProgress(text, Date.now());
  try {
    const [command, first] = npm();
    const args = [
      ...first,
      'ci',
      // Also where NODE_ENV=production or an npm setting says otherwise: building needs the development packages, and
      // Node 24 itself arrives by an installation script.
      ...['--include=dev', '--include=optional', '--ignore-scripts=false'],
      ...['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'],
      ...['--fetch-retries=3', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'],
    ];
    const { code, interrupted, output } = await runCaptured(command, args, {
      cwd: folder,
      env: npmEnvironment(),
    });
    if (interrupted) throw new Refusal('The installation was interrupted; the next command does it again.');
    if (code !== 0) throw new Refusal(explain(output, folder));
  } finally {
    progress.end();
  }
}

/**
 * The npm that runs us, with the Node that runs it; else the one in PATH.
 *
 * @returns {[command: string, first: string[]]}
 */
export function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('.js') && node !== undefined && existsSync(script) && existsSync(node))
    return [node, [script]];
  return ['npm', []];
}

/** Settings that npm hands down belong to the command that was typed (`npm start --silent`), not to the installation. */
export function npmEnvironment() {
  const env = environment();
  for (const name of [
    'npm_config_omit',
    'npm_config_only',
    'npm_config_production',
    'npm_config_dry_run',
    'npm_config_global',
  ]) {
    delete env[name];
  }
  return env;
}

function explain(output, folder) {
  const tail = output.trim().split('\n').slice(-12).join('\n');
  const reason =
    REASONS.find(([pattern]) => pattern.test(output))?.[1] ??
    `npm could not install the packages of ${folder}.`;
  return `${reason} Then run the same command again.\n\nThe end of what npm said:\n${tail}`;
}

/** @type {[RegExp, string][]} */
const REASONS = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|ENOTCACHED/,
    'The packages could not be fetched: the npm registry does not answer. Check the network, the proxy and "npm config get registry".',
  ],
  [
    /\bE40[13]\b/,
    'The npm registry refused to hand out a package. Check the login and "npm config get registry".',
  ],
  [/ENOSPC/, 'The disk is full: the packages take about 800 MB. Make room.'],
  [/EACCES|EPERM|EROFS/, 'The packages could not be written. Make the folder node_modules writable for you.'],
  [/EINTEGRITY/, 'A downloaded package is damaged. Run "npm cache verify".'],
];

/** One line that counts the seconds; where stderr is no terminal, a line at the start only. */
function showProgress(text, startedAt) {
  if (!process.stderr.isTTY) {
    tell(`${text} …`);
    return { end() {} };
  }
  const draw = () => process.stderr.write(`\r${text} … ${Math.round((Date.now() - startedAt) / 1000)} s`);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    end() {
      clearInterval(timer);
      process.stderr.write('\r\x1b[K');
    },
  };
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
