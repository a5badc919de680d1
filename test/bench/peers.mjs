import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What we are measured beside; none of it is a dependency of the project. */
const PACKAGE = {
  name: 'tenantry-bench-peers',
  private: true,
  type: 'module',
  dependencies: {
    '@clerk/fastify': '3.1.79',
    '@clerk/express': '2.1.70',
    '@clerk/backend': '3.20.1',
    express: '5.3.0',
    fastify: '5.12.8',
    jose: '6.2.17',
    pg: '8.23.1',
  },
  overrides: { '@clerk/shared': '4.36.0', '@clerk/backend': '3.20.1' },
};

/**
 * Installs the peers outside the project, into a folder that goes away again unless `BENCH_PEERS` names it.
 * @returns null when they cannot be had; the other figures are still worth having
 */
export async function installPeers() {
  const kept = process.env.BENCH_PEERS;
  if (kept !== undefined) mkdirSync(kept, { recursive: true });
  const directory = kept ?? mkdtempSync(join(tmpdir(), 'tenantry-bench-peers-'));
  const remove = () => {
    if (kept === undefined) rmSync(directory, { recursive: true, force: true });
  };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(PACKAGE));
  cpSync(join(import.meta.dirname, 'servers'), directory, { recursive: true });
  try {
    if (!existsSync(join(directory, 'node_modules/@clerk/express'))) {
      console.log('Installing the peers …');
      const args = [
        'install',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '--no-package-lock',
        '--loglevel=error',
      ];
      await run('npm', args, { cwd: directory, timeout: 180_000 });
    }
    return { directory, remove };
  } catch (error) {
    console.log(
      `The peers cannot be installed, so they are left out: ${String(error.message).split('\n')[0]}`,
    );
    remove();
    return null;
  }
}
