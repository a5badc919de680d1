import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChild } from './child.mjs';
import { environment, modules, pinnedNode, root, tell } from './project.mjs';

/** With these Vitest tells something else than the result of a run. */
const NO_RESULT = new Set(['--help', '-h', '--version', '-v']);

/**
 * Runs the tests by Vitest on the pinned Node and closes with a line `N passed, N failed` on stdout. Answers the exit code.
 *
 * @param args words that are in the path of a spec file, and options of Vitest
 */
export async function runTests(args) {
  // Also for unit tests alone: the end-to-end test drives dist/, and an unchanged build costs nothing.
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-tests-'));
  const resultFile = join(folder, 'result.json');
  try {
    const env = environment({ NODE_ENV: 'test', TENANTRY_TEST_RESULT: resultFile });
    const vitest = join(modules, 'vitest/vitest.mjs');
    // Nothing is watched here: `-w` is how many workers run, which Vitest has no short option for.
    const options = args.map((argument) => (argument === '-w' ? '--maxWorkers' : argument));
    const code = await runChild(pinnedNode(), [vitest, 'run', ...options], { cwd: root, env });
    return args.some((argument) => NO_RESULT.has(argument)) ? code : close(resultFile, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function close(path, code) {
  const result = read(path);
  if (result === undefined) {
    tell('The test run ended before it had a result.');
    return code || 1;
  }
  const { passed, failed, skipped, failures } = result;
  for (const failure of failures) tell(failure);
  tell(effort(result));
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return code || (failed > 0 ? 1 : 0);
}

/** How long the run took and where, and in how much memory. */
function effort({ seconds, largestWorkerMb, slowest }) {
  const minutes = seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  const memory = largestWorkerMb > 0 ? `, at most ${largestWorkerMb} MB in one worker` : '';
  const files = slowest.map(({ file, seconds }) => `${relative(root, file)} ${seconds} s`);
  return `Took ${minutes}${memory}. Longest: ${files.join(', ')}.`;
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
