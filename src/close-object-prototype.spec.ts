import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const DIST = join(import.meta.dirname, '../dist/src');
/** Runs within the process and tells at its end whether something could be added. */
const TELL_AT_END = `process.on('exit', () => process.stdout.write(String(Object.isExtensible(Object.prototype))))`;

async function isOpenAtEndOf(program: string, ...args: string[]): Promise<boolean> {
  const run = promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELL_AT_END)}`, join(DIST, program), ...args],
    { env: { PATH: process.env['PATH'], NODE_ENV: 'production' } },
  );
  // Without settings both end with a refusal; what they printed is told all the same.
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  return stdout.endsWith('true');
}

describe('the prototype of all objects', () => {
  it('takes nothing in specs, so that a library that would add to it turns them red', () => {
    const add = () => Object.assign(Object.prototype, { added: 1 });
    expect(add).toThrow(TypeError);
    expect('added' in {}).toBe(false);
  });

  it.each([
    ['the service', 'main.js', []],
    ['the command line', 'cli/main.js', ['keys', '--help']],
  ])('is closed by %s', async (_, program, args) => {
    expect(await isOpenAtEndOf(program, ...args)).toBe(false);
  });
});
