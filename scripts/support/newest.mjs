import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCaptured } from './child.mjs';
import { npm, npmEnvironment } from './install.mjs';
import { Refusal, root, tell } from './project.mjs';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * Without arguments: prints `[{name, current, newest}]`. With a name and a version: writes it into the manifests and
 * installs.
 *
 * @param {string[]} args
 */
export async function newest([name, version, ...rest]) {
  if (name === undefined) {
    const outdated = await askNpm(['outdated', '--json'], [0, 1]);
    console.log(JSON.stringify(await newerPackages(outdated, readManifests(), publishedVersions)));
    return;
  }
  if (version === undefined || rest.length > 0) throw new Refusal('A package and its version, or nothing.');
  const changed = takeVersion(readManifests(), name, version);
  if (changed.length === 0) throw new Refusal(`No manifest of this project names ${name}.`);
  for (const { file, manifest } of changed)
    writeFileSync(join(root, file), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await askNpm(['install', '--ignore-scripts=false'], [0]);
  tell(`${name} ${version} is installed.`);
}

/**
 * The packages that manifests name, and of which npm knows a newer version than the installed one. Where the version that
 * its publisher has tagged as latest is an older one (a mend of an earlier line), the highest release counts.
 *
 * @param {string} outdated what `npm outdated --json` printed; nothing where nothing is outdated
 * @param {{ manifest: Record<string, any> }[]} manifests
 * @param {(name: string) => Promise<string[]>} versionsOf every published version of a package
 */
export async function newerPackages(outdated, manifests, versionsOf) {
  const found = [];
  for (const [name, told] of Object.entries(JSON.parse(outdated.trim() || '{}'))) {
    const { current, latest } = Array.isArray(told) ? told[0] : told;
    const isNamed = manifests.some(({ manifest }) =>
      KINDS.some((kind) => manifest[kind]?.[name] !== undefined),
    );
    if (!isNamed || current === undefined) continue;
    const newest = isNewer(latest, current) ? latest : highestRelease(await versionsOf(name));
    if (newest !== undefined && isNewer(newest, current)) found.push({ name, current, newest });
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * The manifests that name the package, with the version in them.
 *
 * @param {{ file: string, manifest: Record<string, any> }[]} manifests
 * @param {string} name
 * @param {string} version
 */
export function takeVersion(manifests, name, version) {
  return manifests.filter(({ manifest }) => {
    const naming = KINDS.filter((kind) => manifest[kind]?.[name] !== undefined);
    for (const kind of naming) manifest[kind][name] = version;
    return naming.length > 0;
  });
}

function isNewer(version, than) {
  const [one, other] = [version, than].map((text) => text.split(/[-+]/, 1)[0].split('.').map(Number));
  for (const [place, number] of one.entries()) if (number !== other[place]) return number > other[place];
  // A release is newer than what led up to it.
  return than.includes('-') && !version.includes('-');
}

function highestRelease(versions) {
  return versions
    .filter((version) => !version.includes('-'))
    .reduce(
      (highest, version) => (highest === undefined || isNewer(version, highest) ? version : highest),
      undefined,
    );
}

async function publishedVersions(name) {
  return [JSON.parse(await askNpm(['view', name, 'versions', '--json'], [0]))].flat();
}

function readManifests() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folders = ['.', ...workspaces.flatMap((pattern) => globSync(pattern, { cwd: root }))];
  return folders.map((folder) => {
    const file = join(folder, 'package.json');
    return { file, manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) };
  });
}

/** What an npm command prints; some tell of what they found by their exit code. */
async function askNpm(words, expected) {
  const [command, first] = npm();
  const { code, output } = await runCaptured(
    command,
    [...first, ...words, '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env: npmEnvironment(),
    },
  );
  if (!expected.includes(code)) throw new Refusal(`npm ${words[0]} failed: ${output.trim()}`);
  return output;
}
