import { join } from 'node:path';
import { runChild } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { runTests } from './tests.mjs';
import { environment, modules, pinnedNode, Refusal, root, seconds, tell } from './project.mjs';

/** What is looked at without running the service, in the order of how soon it tells. */
const CHECKS = [
  { name: 'format', tool: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level=warn', '.'] },
  { name: 'types', tool: 'typescript/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  {
    name: 'client-types',
    tool: 'typescript/bin/tsc',
    args: ['-p', 'clients/typescript/tsconfig.build.json', '--noEmit'],
  },
  {
    name: 'console-types',
    tool: 'typescript/bin/tsc',
    args: ['-p', 'console/tsconfig.json', '--noEmit'],
  },
  { name: 'script-types', tool: 'typescript/bin/tsc', args: ['-p', 'scripts/tsconfig.json'] },
  { name: 'bench-types', tool: 'typescript/bin/tsc', args: ['-p', 'test/bench/tsconfig.json'] },
  {
    name: 'boundaries',
    tool: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    // The long form tells with each finding what to do about it.
    args: [
      ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'],
      ...['src', 'libs', 'packages', 'clients', 'console/src', 'migrations'],
    ],
  },
  { name: 'openapi', script: 'scripts/openapi.mjs', args: ['--check'] },
  { name: 'dead-code', tool: 'knip/bin/knip.js', args: [] },
  { name: 'lint', tool: 'eslint/bin/eslint.js', args: ['.'] },
];

/**
 * Runs the checks, all of them even when one fails, and the tests after them. Answers the exit code.
 *
 * @param args names of checks, `--static` for all but the tests, nothing for everything
 */
export async function check(args) {
  const isStatic = args.includes('--static');
  const names = args.filter((argument) => argument !== '--static');
  const unknown = names.filter((name) => !CHECKS.some((each) => each.name === name));
  if (unknown.length > 0) {
    throw new Refusal(
      `There is no check "${unknown.join('", "')}". There are: ${CHECKS.map(({ name }) => name).join(', ')}.`,
    );
  }
  await ensureInstalled();
  const outcomes = [];
  for (const { name, tool, script, args: parameters } of CHECKS) {
    if (names.length > 0 && !names.includes(name)) continue;
    outcomes.push(
      await timed(name, () =>
        runChild(pinnedNode(), [script ? join(root, script) : join(modules, tool ?? ''), ...parameters], {
          cwd: root,
          env: environment(),
        }),
      ),
    );
  }
  if (!isStatic && names.length === 0) outcomes.push(await timed('tests', () => runTests([])));
  tell('');
  for (const { name, code, took } of outcomes) tell(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${took})`);
  return outcomes.every(({ code }) => code === 0) ? 0 : 1;
}

async function timed(name, work) {
  tell(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
  const startedAt = Date.now();
  const code = await work();
  return { name, code, took: seconds(startedAt) };
}
