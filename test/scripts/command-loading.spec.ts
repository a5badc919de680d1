import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ModuleRecorder } from '../support/module-recorder.js';
import { COMMANDS } from '../../src/cli/commands.js';

const main = resolve(import.meta.dirname, '../../dist/bundle/tenantry.js');
const folder = mkdtempSync(join(tmpdir(), 'tenantry-loading-'));
const recorder = new ModuleRecorder(folder);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const HEAVY = /node_modules\/(@nestjs|typeorm|fastify|pg-boss|pg)\//;

/** Whether a module is a heavy package, or a piece of the bundle that holds one. */
function isHeavy(url: string): boolean {
  if (!url.includes('/dist/bundle/')) return HEAVY.test(url);
  return readFileSync(fileURLToPath(url), 'utf8')
    .split('\n')
    .some((line) => line.startsWith('// node_modules/') && HEAVY.test(line));
}

/** Runs a command to its end in an empty folder. @returns the address of every module that it loaded */
function loadedBy(...words: string[]): string[] {
  return loadedIn([main, ...words]);
}

function loadedIn(words: readonly string[]): string[] {
  try {
    execFileSync(process.execPath, [recorder.option, ...words], {
      cwd: folder,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], TENANTRY_LOCAL_DIR: join(folder, 'local') },
    });
  } catch {
    // What it says and how it ends is the matter of other specs.
  }
  return recorder.loaded();
}

describe('a command that asks nothing of the database', () => {
  it.each([
    ['--help'],
    ['help', 'token'],
    ['token', 'mark@harbour.test'],
    ['certificate', 'public-key'],
    ['certificate', 'verify', 'nothing.json', '--public-key', 'nothing.pem'],
    ['new', 'module', 'rooms', '--help'],
  ])('loads what it needs and no more: %s %s', (...words) => {
    const loaded = loadedBy(...words.filter((word) => typeof word === 'string'));
    expect(loaded.filter(isHeavy)).toEqual([]);
    expect(loaded.length).toBeGreaterThan(10);
    expect(loaded.length).toBeLessThan(100);
  });

  it('is compared with one that asks, which loads all of them', () => {
    expect(loadedBy('doctor', '--json').filter(isHeavy).length).toBeGreaterThan(3);
  });
});

describe('the service', () => {
  it('loads no library of charts before somebody asks for a chart', () => {
    const loaded = loadedIn([resolve(import.meta.dirname, '../../dist/src/usage/usage.module.js')]);
    expect(loaded.filter((url) => /\/usage\/http\/answer\.js$/.test(url))).toHaveLength(1);
    expect(loaded.filter((url) => /node_modules\/(echarts|zrender)\//.test(url))).toEqual([]);
  });

  it('loads nothing of OpenTelemetry without a collector to export to', () => {
    const service = resolve(import.meta.dirname, '../../dist/src/create-app.js');
    const loaded = loadedIn([service]);
    expect(loaded.filter((url) => /node_modules\/@nestjs\/core\//.test(url)).length).toBeGreaterThan(10);
    // prom-client loads the API by itself.
    const telemetry = loaded.filter((url) => url.includes('node_modules/@opentelemetry/'));
    expect(telemetry.filter((url) => !url.includes('/@opentelemetry/api/'))).toEqual([]);
  });
});

describe('the list of commands', () => {
  it.each(COMMANDS)('says of $name what the command says of itself', async ({ name, description, load }) => {
    const command = await load();
    expect({ name: command.name(), description: command.description() }).toEqual({ name, description });
  });
});
