import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '#libs/config';
import { parseEnvironment } from './parse-environment.js';
import { RENAMED_VARIABLES, VARIABLES } from './variables.js';

const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
const listed = lines.flatMap((line) => /^([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);

describe('.env.example', () => {
  it('lists exactly the variables that are read', () => {
    expect([...listed].sort()).toEqual(Object.keys(VARIABLES).sort());
  });

  it('says what each is for, in a comment above it or above its group', () => {
    for (const [index, line] of lines.entries()) {
      if (!/^[A-Z][A-Z0-9_]+=/.test(line)) continue;
      const above = lines.slice(0, index).findLast((earlier) => !/^[A-Z][A-Z0-9_]+=/.test(earlier));
      expect({ line, isExplained: above?.startsWith('#') }).toEqual({ line, isExplained: true });
    }
  });

  it('holds no secret and only values that the parser takes', () => {
    const raw = Object.fromEntries(
      lines.flatMap((line) => {
        const [, name, value] = /^([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value]];
      }),
    ) as Record<string, string>;
    expect(() => parseEnvironment(raw)).toThrow(EnvironmentError);
    try {
      parseEnvironment(raw);
    } catch (error) {
      const reasons = (error as EnvironmentError).problems.map(({ reason }) => reason);
      expect(new Set(reasons)).toEqual(new Set(['is missing']));
    }
  });

  it('knows a variable only when the parser reads it', () => {
    const seen = new Set<string>();
    const raw = new Proxy({}, { get: (_, name) => (seen.add(String(name)), undefined) });
    expect(() => parseEnvironment(raw)).toThrow(EnvironmentError);
    // A former name is looked at only to be refused.
    const former = Object.keys(RENAMED_VARIABLES);
    expect([...seen].sort()).toEqual([...Object.keys(VARIABLES), ...former].sort());
  });
});
