import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChild } from './child.mjs';
import { environment, modules, pinnedNode, root, tell } from './project.mjs';

/** With these Vitest tells something else than the result of a run. */
const NO_RESULT = new Set(['--help', '-h', '--version', '-v']);

/** The whole suite runs in that many parts, one after the other: a worker grows with every file and gives nothing back. */
const PARTS = 4;
const NAMED = 5;

/**
 * Runs the tests by Vitest on the pinned Node and closes with a line `N passed, N failed` on stdout. Answers the exit code.
 *
 * @param args words that are in the path of a spec file, and options of Vitest; none: the whole suite
 */
export async function runTests(args) {
  // Also for unit tests alone: the end-to-end test drives dist/, and an unchanged build costs nothing.
  await ensureBuilt();
  // Nothing is watched here: `-w` is how many workers run, which Vitest has no short option for.
  const options = args.map((argument) => (argument === '-w' ? '--maxWorkers' : argument));
  if (!isWholeSuite(args))
    return close([await run(options)], !args.some((argument) => NO_RESULT.has(argument)));
  const parts = [];
  for (let part = 1; part <= PARTS; part += 1) {
    tell(`Part ${part} of ${PARTS}`);
    parts.push(await run([...options, `--shard=${part}/${PARTS}`]));
    // Without a result it was stopped, or cannot begin.
    if (parts.at(-1)?.result === undefined) break;
  }
  return close(parts, true);
}

function isWholeSuite([option, _workers, ...others]) {
  return option === undefined || (option === '-w' && others.length === 0);
}

/** One run of Vitest: its exit code, and what the reporter wrote down, if it came to that. */
async function run(options) {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-tests-'));
  const resultFile = join(folder, 'result.json');
  try {
    const env = environment({ NODE_ENV: 'test', TENANTRY_TEST_RESULT: resultFile });
    const vitest = join(modules, 'vitest/vitest.mjs');
    const code = await runChild(pinnedNode(), [vitest, 'run', ...options], { cwd: root, env });
    return { code, result: read(resultFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function close(parts, isResultWanted) {
  const code = parts.find((part) => part.code !== 0)?.code ?? 0;
  if (!isResultWanted) return code;
  const results = parts.map(({ result }) => result);
  if (results.includes(undefined)) {
    tell('The test run ended before it had a result.');
    return code || 1;
  }
  const { passed, failed, skipped, failures, ...took } = sumOf(results);
  for (const failure of failures) tell(failure);
  tell(effort(took));
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return code || (failed > 0 ? 1 : 0);
}

/** Runs one after the other, as if they were one. */
function sumOf(results) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    seconds: sum('seconds'),
    failures: results.flatMap(({ failures }) => failures),
    largestWorkerMb: Math.max(...results.map(({ largestWorkerMb }) => largestWorkerMb)),
    slowest: results
      .flatMap(({ slowest }) => slowest)
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, NAMED),
  };
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
