import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChild } from './child.mjs';
import { environment, modules, pinnedNode, root, tell } from './project.mjs';

/** With these Jest tells something else than one result, or writes for a machine. */
const NO_RESULT =
  /^(--watch|--watchAll|--listTests|--showConfig|--help|-h|--version|-v|--init|--clearCache|--json)(=|$)/;

/** Runs Jest on the pinned Node and closes with a line `N passed, N failed` on stdout. Answers the exit code. */
export async function runTests(args) {
  // Also for unit tests alone: the end-to-end test drives dist/, and an unchanged build costs nothing.
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-jest-'));
  const resultFile = join(folder, 'result.json');
  try {
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const jest = join(modules, 'jest/bin/jest.js');
    const env = environment({ NODE_ENV: 'test', TENANTRY_TEST_RESULT: resultFile });
    const code = await runChild(pinnedNode(), [...flags, jest, ...withReporter(args)], { cwd: root, env });
    return args.some((argument) => NO_RESULT.test(argument)) ? code : close(resultFile, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds our reporter behind the caller's options: Jest takes every plain word after `--reporters` for one more of them. */
function withReporter(args) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const isOwn = args.some((argument) => argument.startsWith('--reporters'));
  const ours = [
    ...(isOwn ? [] : ['--reporters=default']),
    `--reporters=${join(root, 'scripts/support/result-reporter.mjs')}`,
  ];
  return [...args.slice(0, end), ...ours, ...args.slice(end)];
}

function close(path, code) {
  const result = read(path);
  if (result === undefined) {
    tell('The test run ended before it had a result.');
    return code || 1;
  }
  const { passed, failed, skipped } = result;
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
