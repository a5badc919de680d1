import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvironment } from './parse-environment.js';
import { readSecretFiles, SECRET_VARIABLES } from './secret-files.js';
import { productionVariables } from './variables.fixture.js';

describe('secrets from files', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tenantry-secrets-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const inFile = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('are the same as in the environment, for every secret', () => {
    const given: Record<string, string | undefined> = { ...productionVariables() };
    const expected = parseEnvironment(given);
    for (const name of SECRET_VARIABLES) {
      const value = given[name];
      if (value === undefined) continue;
      given[`${name}_FILE`] = inFile(name, `${value}\n`);
      given[name] = undefined;
    }
    readSecretFiles(given);
    expect(parseEnvironment(given)).toEqual(expected);
  });

  it.each([
    ['a file that is not there', () => join(folder, 'nowhere'), 'names a file that is not there'],
    ['an empty file', () => inFile('empty', '\n'), 'names an empty file'],
    ['a folder', () => folder, 'names no file that can be read'],
    ['too much', () => inFile('large', 'x'.repeat(70_000)), 'names a file of more than 64 kB'],
  ])('are refused from %s, by the name of the variable', (_, path, reason) => {
    const environment = { TENANTRY_MASTER_KEY_FILE: path() };
    expect(() => {
      readSecretFiles(environment);
    }).toThrow(`TENANTRY_MASTER_KEY_FILE ${reason}`);
  });

  it('are refused when they are given twice, and all problems are told at once without a value', () => {
    const environment = {
      CLERK_SECRET_KEY: 'sk_test_c4n4ry',
      CLERK_SECRET_KEY_FILE: inFile('key', 'sk_test_c4n4ry'),
      METRICS_TOKEN_FILE: join(folder, 'nowhere'),
    };
    let message = '';
    try {
      readSecretFiles(environment);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toContain('CLERK_SECRET_KEY_FILE is set beside CLERK_SECRET_KEY: leave one out');
    expect(message).toContain('METRICS_TOKEN_FILE names a file that is not there');
    expect(message).not.toContain('c4n4ry');
  });
});
