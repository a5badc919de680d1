import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.mjs';
import { median, printTable, withRatio } from './load.mjs';
import { processorSeconds } from './process-figures.mjs';

const MAX_SECONDS = 300;

/**
 * `npm start` of two builds in turns, each on data of its own from its first start: seconds to the first answered request
 * and seconds of processor time until then, of all its processes.
 *
 * @param {{ name: string, directory: string }[]} builds
 * @param {{ rounds: number, env: NodeJS.ProcessEnv }} options
 */
export async function compareStarts(builds, { rounds, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-starts-'));
  const figures = new Map(builds.map(({ name }) => [name, /** @type {Start[]} */ ([])]));
  try {
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, directory } of round % 2 === 0 ? builds : builds.toReversed()) {
        const figure = await start(directory, join(folder, name), env);
        // The first start installs, builds and fills the database.
        if (round >= 0) figures.get(name)?.push(figure);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const middle = (key) =>
    builds.map(({ name }) => median((figures.get(name) ?? []).map((each) => each[key])));
  printTable(
    `Warm npm start to the first answered request: medians of ${rounds}`,
    ['', ...builds.map(({ name }) => name), 'ratio'],
    [
      ['seconds', ...withRatio(middle('seconds'))],
      ['processor seconds', ...withRatio(middle('cpu'))],
    ],
  );
}

/** @typedef {{ seconds: number, cpu: number }} Start */

/** @returns {Promise<Start>} */
async function start(directory, localDir, env) {
  const [port, clerk, postgres] = await freePorts(3);
  const from = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: directory,
    env: {
      ...env,
      PORT: String(port),
      CLERK_EMULATOR_PORT: String(clerk),
      LOCAL_POSTGRES_PORT: String(postgres),
      TENANTRY_LOCAL_DIR: localDir,
    },
    stdio: 'ignore',
    detached: true,
  });
  const gone = once(child, 'exit');
  try {
    while (!(await answers(`http://127.0.0.1:${port}/health/ready`))) {
      if (child.exitCode !== null) throw new Error(`npm start in ${directory} ended with ${child.exitCode}`);
      if (performance.now() - from > MAX_SECONDS * 1000)
        throw new Error(`npm start took over ${MAX_SECONDS} s`);
      await sleep(20);
    }
    return { seconds: (performance.now() - from) / 1000, cpu: processorSeconds(child.pid ?? 0) };
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await gone;
  }
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
