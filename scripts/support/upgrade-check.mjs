import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './child.mjs';
import { environment, Refusal, root, tell } from './project.mjs';

/** Specs of the API that start a service each: what callers of the version before rely on. */
const USUAL = ['test/e2e/tenants', 'test/e2e/invitations', 'test/e2e/roles', 'test/e2e/groups'];

const USAGE = `npm run upgrade-check -- [COMMIT] [specs…]

Upgrades without a pause, tried: the specs of COMMIT (the one before this) run against its service, under which this
version migrates the database once it has started, and beside which this version answers and works on the same database.
Without specs: ${USUAL.join(', ')}.`;

/**
 * Runs specs of another commit with this version beside. Answers the exit code.
 *
 * @param {readonly string[]} args
 */
export async function checkUpgrade(args) {
  if (args.includes('--help')) {
    tell(USAGE);
    return 0;
  }
  const isCommit = args.length > 0 && !args[0].includes('/');
  const [commit, specs] = isCommit ? [args[0], args.slice(1)] : ['HEAD^', args];
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  let hash;
  try {
    hash = git('rev-parse', '--short', '--verify', `${commit}^{commit}`);
  } catch {
    throw new Refusal(`There is no commit ${commit}.\n\n${USAGE}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-upgrade-'));
  const before = join(folder, 'before');
  try {
    git('worktree', 'add', '--detach', before, hash);
    if (!existsSync(join(before, 'test/support/newer-version.ts')))
      throw new Refusal(`The specs of ${hash} know of no newer version beside them: name a later commit.`);
    tell(`The specs of ${hash}, with this version beside:`);
    const tests = ['scripts/test.mjs', '-w', '1', ...(specs.length > 0 ? specs : USUAL)];
    // npm's own variables name this folder, and the other commit installs into its own.
    const own = Object.entries(environment({ TEST_NEWER: root })).filter(
      ([name]) => !name.startsWith('npm_'),
    );
    return await runChild(process.execPath, tests, { cwd: before, env: Object.fromEntries(own) });
  } finally {
    execFileSync('git', ['worktree', 'remove', '--force', before], { cwd: root, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}
