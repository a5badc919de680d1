import { describe, expect, it } from 'vitest';
import { registry, undeclaredColumns } from './registry.js';

describe('registry', () => {
  it('says of every personal table why it is kept and what an erasure does', () => {
    const silent = registry.filter(
      ({ personal, basis, subjects }) =>
        Object.keys(personal).length > 0 && (basis === null || subjects.length === 0),
    );
    expect(silent.map(({ table }) => table)).toEqual([]);
  });

  it('names only declared columns in its paths', () => {
    for (const { table, personal, subjects } of registry) {
      for (const { path } of subjects) {
        const columns = 'column' in path ? [path.column] : path.columns;
        for (const column of columns) expect([table, column in personal]).toEqual([table, true]);
      }
    }
  });

  it('reaches every personal column with an erasure: gone, sealed, kept by an article, or somebody else’s', () => {
    const left = registry.flatMap(({ table, personal, sealed = {}, kept = [], subjects }) =>
      subjects.flatMap(({ path, erasure, aboutOthers = [] }) => {
        if (erasure.does === 'delete') return [];
        const ends = 'column' in path ? [path.column] : path.columns;
        // Another path of the same rows may do the rest.
        const nulled = subjects
          .filter((other) => JSON.stringify(other.path) === JSON.stringify(path))
          .flatMap((other) => (other.erasure.does === 'null' ? other.erasure.columns : []));
        const done = new Set([...nulled, ...Object.keys(sealed), ...kept, ...aboutOthers]);
        return [...ends, ...Object.keys(personal)]
          .filter((column) => !done.has(column))
          .map((c) => `${table}.${c}`);
      }),
    );
    expect([...new Set(left)]).toEqual([]);
  });

  it('keeps columns only where an article says so', () => {
    const unfounded = registry.filter(
      ({ kept = [], subjects }) => kept.length > 0 && !subjects.some(({ erasure }) => 'article' in erasure),
    );
    expect(unfounded.map(({ table }) => table)).toEqual([]);
  });

  it('finds a column and a table that nobody declared', () => {
    const existing = [
      { table: 'public.users', column: 'id' },
      { table: 'public.users', column: 'shoe_size' },
      { table: 'public.diaries', column: 'text' },
      { table: 'jobs.queue_stats_20261121', column: 'id' },
    ];
    expect(undeclaredColumns(existing)).toEqual(['public.users.shoe_size', 'public.diaries.text']);
  });
});
