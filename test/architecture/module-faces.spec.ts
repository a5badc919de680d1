import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { modules } from '../../src/modules.js';

const ROOT = join(import.meta.dirname, '../..');

const faces = modules.flatMap(({ name, personalData = [] }) => {
  const path = join(ROOT, 'src', name, 'index.ts');
  const tables = personalData.flatMap(({ table }) =>
    table.startsWith('public.') ? [table.slice('public.'.length)] : [],
  );
  return existsSync(path) ? [{ name, text: readFileSync(path, 'utf8'), tables }] : [];
});

describe('the face of a module', () => {
  it('hands out no entity and no store', () => {
    expect(faces.length).toBeGreaterThan(10);
    expect(faces.flatMap(({ name, text }) => valuesOfRows(text).map((value) => `${name} ${value}`))).toEqual(
      [],
    );
  });

  it('names every table that the module owns, and no other', () => {
    const owned = Object.fromEntries(faces.map(({ name, tables }) => [name, [...tables].sort()]));
    const named = Object.fromEntries(faces.map(({ name, text }) => [name, tablesIn(text).sort()]));
    expect(named).toEqual(owned);
  });

  it('is read as it is written', () => {
    const text = [
      '/** Owns `rooms`,',
      ' * `beds`. Invariants: `neither`. */',
      `export { Room } from './room.entity.js';`,
      `export type { Bed } from './bed.entity.js';`,
      `export { type RoomState, RoomsStore } from './rooms.store.js';`,
      `export { RoomsService } from './rooms.service.js';`,
      `export { BedsStore } from './beds.js';`,
    ].join('\n');
    expect(valuesOfRows(text)).toEqual(['Room', 'RoomsStore', 'BedsStore']);
    expect(tablesIn(text)).toEqual(['rooms', 'beds']);
    expect(tablesIn('/** Owns no table. It has `words`. */')).toEqual([]);
  });
});

/** What a face hands out of files of entities and stores, and stores out of any file; types of rows may go. */
function valuesOfRows(text: string): string[] {
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { moduleSpecifier: from, exportClause: names } = statement;
    if (from === undefined || !ts.isStringLiteral(from)) return [];
    const isOfRows = /\.store\.js$|\.entity\.js$|entities\.js$/.test(from.text);
    if (names === undefined || !ts.isNamedExports(names)) return isOfRows ? [from.text] : [];
    return names.elements
      .filter(({ isTypeOnly, name }) => !isTypeOnly && (isOfRows || name.text.endsWith('Store')))
      .map(({ name }) => name.text);
  });
}

/** The tables in the sentence that begins with `Owns`. */
function tablesIn(text: string): string[] {
  const [, sentence = ''] = /\bOwns ([^.]*)\./.exec(text) ?? [];
  return [...sentence.matchAll(/`(\w+)`/g)].map(([, table]) => table!);
}
