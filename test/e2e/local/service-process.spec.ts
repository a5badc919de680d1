import { afterAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../../..');
const MODULE = pathToFileURL(join(root, 'dist/src/service-process.js')).href;

/** Two parts that say when they stop; `start` is the rest of a start. */
function script(start: string): string {
  return `
    import { ServiceProcess } from '${MODULE}';
    import { setTimeout as sleep } from 'node:timers/promises';
    const say = (word) => process.stdout.write(word + '\\n');
    const part = (name, more = {}) => ({
      name,
      stop: async () => say('stop ' + name),
      stopSync: () => say('stopSync ' + name),
      ...more,
    });
    const told = (signal) => new Promise((resolve) => process.once(signal, resolve));
    setInterval(() => undefined, 1000);
    await ServiceProcess.run(async (service) => {
      service.started(part('first'));
      service.started(part('second'));
      ${start}
    });
    say('running');`;
}

const children = new Set<ReturnType<typeof spawn>>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Runs such a start; each word that it says is answered with the signal that stands for it. */
async function live(
  start: string,
  signals: Readonly<Record<string, NodeJS.Signals>> = {},
): Promise<{ code: number | null; said: string[]; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script(start)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const said: string[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const word of text
      .split('\n')
      .filter((line) => /^(stop|stopSync|running|starting|slow)/.test(line))) {
      said.push(word);
      const signal = signals[word];
      if (signal !== undefined) child.kill(signal);
    }
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  children.delete(child);
  return { code, said, stderr };
}

describe('the life of the process', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends in order on %s, the last part first',
    async (signal) => {
      expect(await live('', { running: signal })).toMatchObject({
        code: 0,
        said: ['running', 'stop second', 'stop first'],
      });
    },
  );

  it('ends at once on a second signal, with its number', async () => {
    const { code, said } = await live(
      `service.started(part('slow', { stop: async () => { say('slow'); await sleep(20_000); } }));`,
      { running: 'SIGTERM', slow: 'SIGINT' },
    );
    expect(code).toBe(130);
    expect(said).toEqual(['running', 'slow', 'stopSync slow', 'stopSync second', 'stopSync first']);
  });

  it('does not wait for ever for one part, and says so by its code', async () => {
    const { code, said } = await live(
      `service.started(part('slow', { timeoutMs: 50, stop: () => sleep(20_000) }));`,
      { running: 'SIGTERM' },
    );
    expect(code).toBe(1);
    expect(said).toEqual(['running', 'stopSync slow', 'stop second', 'stop first']);
  });

  it('stops what was started when the rest of the start fails, and says why', async () => {
    const { code, said, stderr } = await live(`throw new Error('no luck today');`);
    expect(code).toBe(1);
    expect(said).toEqual(['stop second', 'stop first']);
    expect(stderr).toContain('no luck today');
  });

  it('ends a start that is told to stop at its next step', async () => {
    const { code, said } = await live(
      `say('starting'); await told('SIGTERM'); service.started(part('third')); say('running');`,
      { starting: 'SIGTERM' },
    );
    expect(code).toBe(143);
    expect(said).toEqual(['starting', 'stop third', 'stop second', 'stop first']);
  });

  it.each([
    ['a rejection that nothing handled', `setTimeout(() => Promise.reject(new Error('lost')), 50);`],
    ['an error that nothing caught', `setTimeout(() => { throw new Error('lost'); }, 50);`],
  ])('ends in order after %s', async (_name, start) => {
    const { code, said } = await live(start);
    expect(code).toBe(1);
    expect(said).toEqual(['running', 'stop second', 'stop first']);
  });
});
