import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteOrigin, sweepForgotten } from './sweep-forgotten.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('clearing away the data of clones that were deleted', () => {
  let root: string;
  let homes: string;
  let home: string;
  let link: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tenantry-sweep-'));
    homes = join(root, 'homes');
    home = join(homes, 'abc');
    link = join(root, 'clone/.local/postgres');
    mkdirSync(home, { recursive: true });
    mkdirSync(join(root, 'clone/.local'), { recursive: true });
    noteOrigin(home, link);
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('keeps what is linked, however old', () => {
    symlinkSync(home, link);
    sweepForgotten(homes, Date.now() + 100 * DAY);
    expect(readdirSync(homes)).toEqual(['abc']);
  });

  it('keeps what is too young to have its link yet, and clears it a little later', () => {
    sweepForgotten(homes, Date.now() + MINUTE / 2);
    expect(readdirSync(homes)).toEqual(['abc']);
    sweepForgotten(homes, Date.now() + 2 * MINUTE);
    expect(readdirSync(homes)).toEqual([]);
  });

  it('clears it when the whole clone is gone', () => {
    rmSync(join(root, 'clone'), { recursive: true });
    sweepForgotten(homes, Date.now() + 2 * MINUTE);
    expect(readdirSync(homes)).toEqual([]);
  });

  it('keeps it for a month when its disk may only be unmounted', () => {
    writeFileSync(join(home, 'origin.json'), JSON.stringify({ path: link, device: -1 }));
    sweepForgotten(homes, Date.now() + 29 * DAY);
    expect(readdirSync(homes)).toEqual(['abc']);
    sweepForgotten(homes, Date.now() + 31 * DAY);
    expect(readdirSync(homes)).toEqual([]);
  });

  it('never touches a folder without our mark', () => {
    mkdirSync(join(homes, 'strange'));
    sweepForgotten(homes, Date.now() + 100 * DAY);
    expect(readdirSync(homes)).toEqual(['strange']);
  });
});
