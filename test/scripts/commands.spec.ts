import { afterEach, describe, expect, it } from 'vitest';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SUPPORT = join(import.meta.dirname, '../../scripts/support');
const launchers: ChildProcess[] = [];

/** A launcher as `npm start` is one, with a program that reports what it is told and stops when told a second time. */
function launch(program: string): {
  launcher: ChildProcess;
  said: string[];
  says: (text: string) => Promise<void>;
} {
  const source = `
    import { runChild } from ${JSON.stringify(join(SUPPORT, 'child.mjs'))};
    process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(program)}], { ownGroup: true });
  `;
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', source], {
    // A group for the launcher, as a terminal makes one.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launchers.push(launcher);
  const said: string[] = [];
  launcher.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')));
  const says = async (text: string): Promise<void> => {
    const end = Date.now() + 10_000;
    while (!said.includes(text)) {
      if (Date.now() > end) throw new Error(`never said "${text}": ${said.join(', ')}`);
      await sleep(10);
    }
  };
  return { launcher, said, says };
}

const REPORTER = `
  const keep = setInterval(() => {}, 1000);
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    count += 1;
    console.log(signal + ' ' + count);
    if (count === 2) process.exit(7);
  });
  process.on('disconnect', () => { console.log('left alone'); process.exit(0); });
  console.log('up');
`;

describe('the launcher of npm start', () => {
  afterEach(() => {
    for (const { pid, exitCode, signalCode } of launchers.splice(0)) {
      if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
    }
  });

  it('passes one key press on once, although npm repeats it, and a second press as a second', async () => {
    const { launcher, said, says } = launch(REPORTER);
    await says('up');
    const group = -launcher.pid!;
    process.kill(group, 'SIGINT');
    process.kill(launcher.pid!, 'SIGINT');
    await says('SIGINT 1');
    await sleep(500);
    expect(said).toEqual(['up', 'SIGINT 1']);
    process.kill(group, 'SIGINT');
    expect(await once(launcher, 'exit')).toEqual([7, null]);
    expect(said).toEqual(['up', 'SIGINT 1', 'SIGINT 2']);
  });

  it('hands the exit code on, and a signal as 128 and its number', async () => {
    expect(await once(launch('process.exit(3)').launcher, 'exit')).toEqual([3, null]);
    expect(await once(launch('process.kill(process.pid, "SIGKILL")').launcher, 'exit')).toEqual([137, null]);
  });

  it('does not leave the program alone when it is killed: its channel closes', async () => {
    const { launcher, says } = launch(REPORTER);
    await says('up');
    launcher.kill('SIGKILL');
    await says('left alone');
  });
});

describe('what every command does first', () => {
  it('an old Node gets a sentence instead of a stack', () => {
    const source = `
      Object.defineProperty(process, 'versions', { value: { node: '20.18.3' } });
      require(${JSON.stringify(join(SUPPORT, 'entry.cjs'))});
      console.log('went on');
    `;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', source], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Tenantry needs Node 20\.19 or later.+\n$/);
  });

  it('two commands in one fresh clone wait for each other, but not for one that is gone', async () => {
    const lock = JSON.stringify(join(SUPPORT, 'lock.mjs'));
    const name = `spec-${String(process.pid)}`;
    const gone = spawnSync('true').pid;
    evaluate(`
      import { writeFileSync } from 'node:fs';
      import { lockPath } from ${lock};
      writeFileSync(lockPath('${name}'), '${String(gone)}');
    `);
    const order: string[] = [];
    const runs = [1, 2, 3].map(() => {
      const child = spawn(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `
        import { alone } from ${lock};
        await alone('${name}', async () => {
          console.log('in');
          await new Promise((resolve) => setTimeout(resolve, 300));
          console.log('out');
        });
      `,
        ],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      child.stdout.setEncoding('utf8').on('data', (text: string) => order.push(...text.trim().split('\n')));
      return once(child, 'close');
    });
    await Promise.all(runs);
    expect(order).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
  });

  it('a command that took too long leaves the lock to the one that has taken it over', () => {
    const lock = JSON.stringify(join(SUPPORT, 'lock.mjs'));
    const name = JSON.stringify(`spec-late-${String(process.pid)}`);
    evaluate(`
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { existsSync, utimesSync } from 'node:fs';
      import { alone, lockPath } from ${lock};
      const path = lockPath(${name});
      const other = \`
        import { alone } from ${lock};
        await alone(${name}, async () => {
          console.log('in');
          for await (const _ of process.stdin);
        });
      \`;
      let second;
      await alone(${name}, async () => {
        utimesSync(path, 0, 0);
        second = spawn(process.execPath, ['--input-type=module', '-e', other], { stdio: ['pipe', 'pipe', 'inherit'] });
        await once(second.stdout, 'data');
      });
      const isHeld = existsSync(path);
      second.stdin.end();
      await once(second, 'close');
      if (!isHeld) throw new Error('the lock of the second one is gone');
      if (existsSync(path)) throw new Error('the second one has left its lock');
    `);
  });
});

function evaluate(source: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
