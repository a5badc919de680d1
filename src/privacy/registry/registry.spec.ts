import { describe, expect, it } from '@jest/globals';
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
