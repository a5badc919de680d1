import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCaptured } from './child.mjs';
import { npm, npmEnvironment } from './install.mjs';
import { Refusal, root } from './project.mjs';

/**
 * Prints what `npm sbom` says about a project that has the production dependencies alone, as the image has. On the project
 * itself `npm sbom --omit dev` leaves out what a development package needs as well. Needs the lock file, no network and
 * nothing installed.
 *
 * @param {string[]} args `--spdx` for SPDX 2.3, nothing for CycloneDX 1.5
 */
export async function sbom(args) {
  const unknown = args.filter((argument) => argument !== '--spdx');
  if (unknown.length > 0)
    throw new Refusal(`There is no "${unknown.join(' ')}". There is: --spdx. Without it: CycloneDX.`);
  const work = mkdtempSync(join(tmpdir(), 'tenantry-sbom-'));
  try {
    const manifest = read('package.json');
    // npm takes the name of the folder for that of the product.
    const folder = join(work, manifest.name);
    mkdirSync(folder);
    const { name, version, description, license, dependencies } = manifest;
    write(folder, 'package.json', { name, version, description, license, dependencies });
    const lock = read('package-lock.json');
    lock.packages[''] = { name, version, license, dependencies };
    write(folder, 'package-lock.json', lock);
    await runNpm(folder, ['install', '--package-lock-only', '--ignore-scripts', '--offline']);
    const format = args.includes('--spdx') ? 'spdx' : 'cyclonedx';
    process.stdout.write(
      await runNpm(folder, [
        'sbom',
        '--package-lock-only',
        '--sbom-type=application',
        `--sbom-format=${format}`,
      ]),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What an npm command prints. */
async function runNpm(cwd, words) {
  const [command, first] = npm();
  const args = [...first, ...words, '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runCaptured(command, args, { cwd, env: npmEnvironment() });
  if (code !== 0) throw new Refusal(`npm ${words[0]} failed: ${output.trim()}`);
  return output;
}

function read(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function write(folder, file, content) {
  writeFileSync(join(folder, file), JSON.stringify(content));
}
