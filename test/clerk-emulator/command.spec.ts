import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

describe('the local Clerk alone', () => {
  it('is a command of its own, as its README says', async () => {
    const { stdout } = await promisify(execFile)('npx', ['--no', 'clerk-emulator', '--', '--help'], {
      cwd: join(import.meta.dirname, '../..'),
    });
    expect(stdout).toContain('Usage: clerk-emulator [options]');
  }, 60_000);
});
