import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldOf, LIFECYCLE_EVENTS, type LifecycleWorld, withRestarts } from './lifecycle-events.js';
import { bringUp, goOn, type LifecyclePerson, PASSWORD, signInAnew, wordsOf } from './lifecycle-people.js';
import {
  differences,
  HELD,
  type LifecycleCell,
  parseLifecycle,
  readLifecycleFile,
} from './lifecycle-table.js';
import { type AuthAnswer, startSignInWorld } from './sign-in-world.js';

const text = readLifecycleFile();
const table = parseLifecycle(text);

describe('the life of an account', () => {
  let world: LifecycleWorld;
  let people: LifecyclePerson[];
  const seen = new Map<string, string>();
  const keyOf = ({ question, row, event }: Omit<LifecycleCell, 'word'>) => `${question}/${row}/${event}`;
  const seenOf = (cell: LifecycleCell) => seen.get(keyOf(cell)) ?? 'not asked';
  const unreachable = (): string => 'no answer';
  const told = (answer: AuthAnswer): string => {
    if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('1');
    return wordsOf(answer);
  };

  beforeAll(async () => {
    world = withRestarts(await startSignInWorld({ variables: { SCHEDULER_ENABLED: 'false' } }));
    people = await bringUp(world, table);
    for (const event of table.events) await walk(event);
  }, 240_000);
  afterAll(() => world.close());

  async function walk(event: string): Promise<void> {
    const those = people.filter((each) => each.event === event);
    const ask = (question: string, probe: (person: LifecyclePerson) => Promise<string>) =>
      Promise.all(
        those.map(async (person) => {
          seen.set(keyOf({ question, row: person.row, event }), await probe(person));
        }),
      );
    const happening = LIFECYCLE_EVENTS[event]!;
    await happening.begin(world, those);
    await ask('going on', (person) => goOn(person).then(told, unreachable));
    await ask('signing in anew', (person) => signInAnew(world, person, PASSWORD).then(told, unreachable));
    await ask(HELD, (person) => heldOf(world, person));
    await happening.end?.(world, those);
    await ask('afterwards, going on', (person) => goOn(person).then(told, unreachable));
    await ask('afterwards, signing in anew', (person) =>
      signInAnew(world, person, person.password).then(told, unreachable),
    );
  }

  it.each(table.questions)('is in every cell as the table says: %s', (question) => {
    const ofQuestion = { ...table, cells: table.cells.filter((cell) => cell.question === question) };
    expect(differences(ofQuestion, seenOf)).toEqual([]);
  });

  it('notices each cell that says something else', () => {
    for (const cell of table.cells) {
      const others = cell.question === HELD ? [...table.held, 'nothing'] : [...table.legend.keys()];
      for (const word of others.filter((each) => each !== cell.word))
        expect(differences({ ...table, cells: [{ ...cell, word }] }, seenOf)).toHaveLength(1);
    }
  });

  it('is read whole: a line or a cell too few or too many is refused', () => {
    const lines = text.split('\n');
    const at = lines.findLastIndex((line) => line.includes('signed up, signed in'));
    const [line = ''] = lines.slice(at, at + 1);
    const withLines = (...those: string[]) => lines.toSpliced(at, 1, ...those).join('\n');
    expect(() => parseLifecycle(withLines())).toThrow('is missing');
    expect(() => parseLifecycle(withLines(line, line))).toThrow('is there twice');
    expect(() => parseLifecycle(withLines(line, line.replace('signed up', 'signed off')))).toThrow(
      'is of nobody',
    );
    expect(() => parseLifecycle(withLines(line.slice(0, line.lastIndexOf('|'))))).toThrow('6 cells');
    expect(() => parseLifecycle(withLines(`${line} | nothing`))).toThrow('8 cells');
    expect(() => parseLifecycle(withLines(line.replace(/\| \S+/, '| whatever')))).toThrow('in no legend');
  });

  it('puts into an export what is held of a person, but for the digest', () => {
    for (const person of people.filter(({ event }) => event === 'exported'))
      expect([person.row, world.exports.get(person.email)]).toEqual([person.row, EXPORTED[person.row]]);
  });

  it('leaves nobody at Clerk who was erased, and everybody else there once', () => {
    for (const { email, event, row } of people)
      expect([row, event, world.usersAt(email).length]).toEqual([row, event, event === 'erased' ? 0 : 1]);
  });
});

/** Before they sign in anew. */
const EXPORTED: Readonly<Record<string, string>> = {
  'old account, signed in': 'account',
  'old account, second factor pending': 'account',
  'imported, signed in': 'account+session',
  'imported, second factor pending': 'account+session',
  'lazily moved, signed in': 'account+session',
  'lazily moved, second factor pending': 'account+session',
  'signed up, signed in': 'session+sign-up',
  'signed up, second factor pending': 'session+sign-up',
};
