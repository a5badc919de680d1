import { describe, expect, it } from 'vitest';
import { namesIn, takeTogether } from './together.rule.js';

const USER = 'user_2abcdefghijklmnopqrstuvwxyA';
const OTHER = 'user_2abcdefghijklmnopqrstuvwxyB';
const ORGANIZATION = 'org_2abcdefghijklmnopqrstuvwxyz0';
const about = (name: string, ...texts: string[]) => ({
  name,
  names: namesIn({ objectId: null, payload: { nested: [texts] } }),
});
const namesOf = (deliveries: readonly { name: string }[]) => deliveries.map(({ name }) => name).join('');

describe('deliveries that are applied side by side', () => {
  it.each([
    ['the same person', [about('a', USER), about('b', OTHER), about('c', USER)], 'ab', 'c'],
    ['the organization of both', [about('a', USER, ORGANIZATION), about('b', OTHER, ORGANIZATION)], 'a', 'b'],
    ['an address, however it is written', [about('a', 'Ed@Post.test'), about('b', 'ed@post.test')], 'a', 'b'],
    [
      'something with one that stays',
      [about('a', USER), about('b', USER, OTHER), about('c', OTHER)],
      'a',
      'bc',
    ],
    ['nothing', [about('a', USER), about('b', OTHER), about('c', 'plain words')], 'abc', ''],
  ])('name no two of them %s', (_, waiting, taken, left) => {
    const list = [...waiting];
    expect([namesOf(takeTogether(list, 10)), namesOf(list)]).toEqual([taken, left]);
  });

  it('are no more than the limit, and those that stay keep their order', () => {
    const list = ['a', 'b', 'c', 'd'].map((name) => about(name, `user_2${name.repeat(25)}`));
    expect([namesOf(takeTogether(list, 2)), namesOf(list)]).toEqual(['ab', 'cd']);
  });

  it('are known by their object too', () => {
    const list = [USER, USER].map((objectId, at) => ({
      name: `${at}`,
      names: namesIn({ objectId, payload: null }),
    }));
    expect([namesOf(takeTogether(list, 10)), namesOf(list)]).toEqual(['0', '1']);
  });
});
