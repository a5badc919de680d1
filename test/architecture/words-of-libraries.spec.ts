import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

/** Words of this service's domain, in the singular, and the libraries whose subject they are. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  tenant: [],
  tenantry: [],
  erasure: [],
  consent: [],
  reconciliation: [],
  // The kinds of scope that rights and rows have.
  organization: ['authz', 'database', 'clerk'],
  // A field of Sentry's protocol has that name too.
  platform: ['authz', 'database', 'telemetry'],
  grant: ['authz'],
  // Objects of Clerk.
  invitation: ['clerk'],
  membership: ['clerk'],
};

describe('a library names nothing of this domain', () => {
  it('but for the words that are its own subject', () => {
    const files = readdirSync(join(ROOT, 'libs'), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.spec.ts'))
      .map((file) => relative(ROOT, join(file.parentPath, file.name)));
    expect(files.length).toBeGreaterThan(100);
    const foreign = files.flatMap((file) => foreignNames(file, readFileSync(join(ROOT, file), 'utf8')));
    expect(foreign).toEqual([]);
  });

  it.each([
    ['libs/clerk/seeded.ts', 'const tenantId = 1;', 'tenantId'],
    ['libs/http/seeded.ts', 'interface A { readonly organizationLimits: number }', 'organizationLimits'],
    ['libs/jobs/seeded.ts', 'export class ErasuresWorker {}', 'ErasuresWorker'],
  ])('%s is caught', (file, text, name) => {
    expect(foreignNames(file, text)).toEqual([`${file}: ${name}`]);
  });
});

/** Names in the code of a file of a library that have such a word in them; what stands in texts and comments may. */
function foreignNames(file: string, text: string): string[] {
  const library = file.split('/')[1]!;
  const names = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isForeign(node.text, library)) names.add(`${file}: ${node.text}`);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return [...names];
}

function isForeign(name: string, library: string): boolean {
  return name.split(/(?=[A-Z])|_/).some((part) => {
    const word = part.toLowerCase().replace(/s$/, '');
    return Object.hasOwn(WORDS, word) && !WORDS[word]!.includes(library);
  });
}
