import { beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Table } from './table.js';

interface Person {
  id: string;
  created_at: number;
  colour: string;
}

describe('table', () => {
  let table: Table<Person, 'colour'>;
  let changes: string[];

  beforeEach(() => {
    changes = [];
    table = new Table('people', { colour: (person: Person) => [person.colour] }, (_name, id, row) => {
      changes.push(row ? `put ${id}` : `delete ${id}`);
    });
  });

  it('finds objects under the keys they have now, not those they had', () => {
    table.put({ id: 'a', created_at: 1, colour: 'red' });
    table.put({ id: 'b', created_at: 2, colour: 'red' });
    table.put({ id: 'a', created_at: 1, colour: 'blue' });
    expect(table.by('colour', 'red').map(({ id }) => id)).toEqual(['b']);
    expect(table.one('colour', 'blue')?.id).toBe('a');
    table.delete('b');
    expect(table.count('colour', 'red')).toBe(0);
    expect(changes).toEqual(['put a', 'put b', 'put a', 'delete b']);
  });

  it('pages like a sorted list through any history of changes', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      created_at: fc.nat(3),
      gone: fc.boolean(),
      read: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), fc.nat(6), fc.integer({ min: 1, max: 4 }), (steps, offset, limit) => {
        const subject = new Table<Person>('people', {}, () => undefined);
        const model = new Map<string, Person>();
        for (const { id, created_at, gone, read } of steps) {
          if (gone) {
            subject.delete(id);
            model.delete(id);
          } else {
            const person = { id, created_at, colour: 'red' };
            subject.put(person);
            model.set(id, person);
          }
          if (read) subject.all();
        }
        const sorted = [...model.values()].sort(
          (a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1),
        );
        expect(subject.all()).toEqual(sorted);
        expect(subject.page(offset, limit, false)).toEqual(sorted.slice(offset, offset + limit));
        expect(subject.page(offset, limit, true)).toEqual(sorted.reverse().slice(offset, offset + limit));
      }),
    );
  });
});
