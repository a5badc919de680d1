import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Words that once named something here, and the term that took over; see `docs/glossary.md`. */
const RETIRED: Readonly<Record<string, string>> = {
  arbiter: 'role conflict resolver',
  asker: 'requester',
  brake: 'safety threshold',
  burial: 'tombstone',
  buried: 'tombstoned',
  era: 'generation',
  errand: 'call',
  grave: 'tombstone',
  intake: 'request factory',
  needle: 'search term',
  outlook: 'projection',
  patience: 'timeout',
  patiently: 'with retries',
  poke: 'wake',
  posture: 'hardening, or status',
  prelude: 'preamble',
  returner: 'restore check',
  spoilt: 'broken',
  unfailing: 'crash-safe',
};

/** Names that others saw and that changed all the same, with the present one. Migrations tell how it came to that. */
const RENAMED: Readonly<Record<string, string>> = {
  CLERK_BREAKER_REST_SECONDS: 'CLERK_BREAKER_COOLDOWN_SECONDS',
  LONGEST_: 'MAX_',
  MOST_: 'MAX_',
  note_lost_standing: 'note_lost_ability',
  sealed_particulars: 'sealed_identifiers',
};
const TELLS_FORMER_NAMES = /(^|\/)migrations\/|^src\/settings\/(variables|parse-environment\.spec)\.ts$/;

const FOLDERS = [
  'src',
  'libs',
  'migrations',
  'packages/clerk-emulator/src',
  'packages/local-postgres/src',
  'clients/typescript/src',
  'docs',
  'examples/rooms',
  'scripts',
  'test',
  'deploy',
  'docker',
] as const;
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'] as const;
const IS_TEXT = /\.(ts|mjs|md|sql|ya?ml)$/;
/** Tells what the words were. */
const TELLS_RETIRED_WORDS = new Set(['test/architecture/retired-words.spec.ts']);

describe('sources speak in the terms of the glossary', () => {
  it('and in none of the words that these replaced, in names, texts and comments', () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }),
    )
      .filter((file) => file.isFile() && IS_TEXT.test(file.name))
      .map((file) => relative(ROOT, join(file.parentPath, file.name)))
      .filter((file) => !TELLS_RETIRED_WORDS.has(file) && !file.includes('node_modules/'))
      .concat(PAGES);
    expect(files.length).toBeGreaterThan(1_000);
    expect(files.flatMap((file) => retiredIn(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  it.each([
    ['const graveKeys = 1;', 'grave, say tombstone'],
    ['/** Asks patiently. */', 'patiently, say with retries'],
    ['class ROLE_ARBITER {}', 'arbiter, say role conflict resolver'],
    ['const needles = [];', 'needle, say search term'],
  ])('%s is caught', (text, found) => {
    expect(retiredIn('src/seeded.ts', text)).toEqual([`src/seeded.ts: ${found}`]);
    expect(retiredIn('src/graves/seeded.ts', '')).toEqual(['src/graves/seeded.ts: grave, say tombstone']);
  });

  it('a name that changed is caught outside of the migrations', () => {
    const text = `select sealed_particulars from privacy_erasures`;
    expect(retiredIn('src/seeded.ts', text)).toEqual([
      'src/seeded.ts: sealed_particulars, say sealed_identifiers',
    ]);
    expect(retiredIn('src/privacy/migrations/1763600000121-erasures.ts', text)).toEqual([]);
  });
});

/** The retired words in the name and the text of a file, each once. */
function retiredIn(file: string, text: string): string[] {
  const words = `${file} ${text}`.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  const found = new Set(words.map((word) => word.toLowerCase().replace(/s$/, '')));
  const retired = Object.entries(RETIRED).filter(([word]) => found.has(word));
  const renamed = Object.entries(RENAMED).filter(([name]) => text.includes(name));
  return [...retired, ...(TELLS_FORMER_NAMES.test(file) ? [] : renamed)].map(
    ([word, term]) => `${file}: ${word}, say ${term}`,
  );
}
