import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DrivenPostgres } from './driven-postgres.js';
import { installCopy, type InstalledCopy } from './installed-copy.js';
import { eventually, isRunning, processesOn, query } from './probes.js';
import { removeScratch, scratchDirectory } from './scratch.js';

const settings = { fsync: 'off' };

describe('when the process that started the database dies', () => {
  let copy: InstalledCopy;
  let directory: string;
  let driven: DrivenPostgres[];

  beforeAll(() => {
    copy = installCopy(scratchDirectory());
  });

  afterAll(removeScratch);

  beforeEach(() => {
    directory = join(scratchDirectory(), 'postgres');
    driven = [];
  });

  afterEach(async () => {
    for (const postgres of driven) await postgres.stop();
  });

  function start(): DrivenPostgres {
    const postgres = DrivenPostgres.start(copy, { directory, port: 0, settings });
    driven.push(postgres);
    return postgres;
  }

  it('by kill -9, the server ends by itself and the data is whole', async () => {
    const first = start();
    const { adminUrl } = await first.event('ready');
    await query(adminUrl, 'CREATE TABLE kept AS SELECT 1 AS value');
    await first.kill();
    await eventually('the end of the server', () => processesOn(directory).length === 0);
    const second = await start().event('ready');
    expect(await query(second.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  });

  it('by kill -9 together with the guard, the next start stops the left-over server and goes on', async () => {
    const first = start();
    const { adminUrl, pid } = await first.event('ready');
    await query(adminUrl, 'CREATE TABLE kept AS SELECT 2 AS value');
    process.kill(guardOf(directory), 'SIGKILL');
    await first.kill();
    expect(isRunning(pid)).toBe(true);

    const second = await start().event('ready');
    expect(isRunning(pid)).toBe(false);
    expect(second.pid).not.toBe(pid);
    expect(await query(second.adminUrl, 'SELECT value FROM kept')).toEqual([{ value: 2 }]);
  });

  it('by an ordinary exit without a stop, the server ends too', async () => {
    const first = start();
    await first.event('ready');
    first.order('exit');
    await eventually('the end of the server', () => processesOn(`${directory}/data`).length === 0);
  });

  it('in the middle of the very first start, the next start still works', async () => {
    for (const delayMs of [150, 300, 450]) {
      const first = start();
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await first.kill();
    }
    const { url } = await start().event('ready');
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('a second process is refused while the first lives', async () => {
    await start().event('ready');
    const { fault, message } = await start().event('failed');
    expect(fault).toBe('directory_in_use');
    expect(message).toContain(`process ${String(driven[0]?.process.pid)}`);
  });

  it('Ctrl-C in the terminal does not reach server or guard: each has a session of its own', async () => {
    const first = start();
    const { pid } = await first.event('ready');
    const group = (id: number): number =>
      Number(execFileSync('ps', ['-o', 'pgid=', '-p', String(id)], { encoding: 'utf8' }));
    expect(group(pid)).toBe(pid);
    expect(group(guardOf(directory))).toBe(guardOf(directory));
    expect(group(first.process.pid!)).not.toBe(pid);
  });
});

function guardOf(directory: string): number {
  const lines = execFileSync('ps', ['-ww', '-e', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  const line = lines.find((text) => text.includes('guard-of-postgres') && text.includes(directory));
  return Number.parseInt(line ?? '', 10);
}
