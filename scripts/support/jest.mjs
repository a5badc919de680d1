import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt } from './build.mjs';
import { untilExit } from './child.mjs';
import { environment, modules, pinnedNode, root, tell } from './project.mjs';

/** With these Jest tells something else than a result, or tells it its own way. */
const NO_RESULT =
  /^(--watch|--watchAll|--listTests|--showConfig|--help|-h|--version|-v|--init|--clearCache|--json|--outputFile)(=|$)/;

/** Runs Jest on the pinned Node and closes with a line `N passed, N failed` on stdout. Answers the exit code. */
export async function runTests(args) {
  // Also for unit tests alone: the end-to-end test drives dist/, and an unchanged build costs nothing.
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-jest-'));
  const result = join(folder, 'result.json');
  const wantsResult = !args.some((argument) => NO_RESULT.test(argument));
  try {
    const child = spawn(
      pinnedNode(),
      [
        ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
        join(modules, 'jest/bin/jest.js'),
        ...(wantsResult ? ['--json', `--outputFile=${result}`] : []),
        ...args,
      ],
      {
        cwd: root,
        env: environment({ NODE_ENV: 'test' }),
        stdio: ['inherit', wantsResult ? 'pipe' : 'inherit', 'inherit'],
      },
    );
    if (wantsResult) passOn(child.stdout, (line) => !line.startsWith('Test results written to:'));
    const code = await untilExit(child);
    return wantsResult ? close(result, code) : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Jest reports on stderr; what it or a test writes to stdout is passed on, without the note about the result file. */
function passOn(stream, isWanted) {
  createInterface({ input: stream }).on('line', (line) => {
    if (isWanted(line)) process.stdout.write(`${line}\n`);
  });
}

function close(path, code) {
  const result = read(path);
  if (result === undefined) {
    tell('The test run ended before it had a result.');
    return code || 1;
  }
  // A file that could not even be loaded holds no tests to count, yet it failed.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skipped = result.numPendingTests + result.numTodoTests;
  process.stdout.write(
    `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
  );
  return code || (failed > 0 ? 1 : 0);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
