import fc from 'fast-check';

/** What somebody is called and found by. */
export interface Somebody {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  /** What stands behind `user_` in Clerk's id. */
  readonly tail: string;
  readonly phone: string;
  readonly userName: string;
  readonly externalId: string;
}

const FIRST = [
  'Ed',
  'Ted',
  'Ned',
  'Anne',
  'Marie',
  'John',
  'Zoë',
  'Jo',
  'Silence',
  'Mark',
  'Owner',
  'Member',
];
const LAST = [
  'Smith',
  'Smithson',
  'Brien',
  'Li',
  'May',
  'Post',
  'Reed',
  'Freed',
  'Property',
  'Webhook',
  'Müller',
];
const HOST = ['post.test', 'mail.test', 'a.test'];

const somebody: fc.Arbitrary<Somebody> = fc
  .record({
    first: fc.constantFrom(...FIRST),
    last: fc.constantFrom(...LAST),
    host: fc.constantFrom(...HOST),
    joint: fc.constantFrom('.', '_', '-', ''),
    tail: fc.stringMatching(/^[0-9][0-9a-z]{9}$/),
    digits: fc.stringMatching(/^[1-9][0-9]{9}$/),
    number: fc.integer({ min: 1, max: 99_999 }),
  })
  .map(({ first, last, host, joint, tail, digits, number }) => {
    const local = ascii(`${first}${joint}${last}`.toLowerCase());
    return {
      ...{ first, last, tail },
      email: `${local}@${host}`,
      phone: `+43${digits}`,
      userName: `${local}${number}`,
      externalId: `crm-${number}`,
    };
  });

/** What makes a second person out of a first, so that the one looks like a part of the other. */
const RELATIONS: readonly ((one: Somebody, sign: string) => Partial<Somebody>)[] = [
  ({ email }, sign) => ({ email: `${sign}${email}` }),
  ({ email }, sign) => ({ email: email.replace('@', `${sign}@`) }),
  ({ email }, sign) => ({ email: email.replace('@', `+${sign}@`) }),
  ({ email }, sign) => ({ email: email.replace('@', `.${sign}@`) }),
  ({ email }, sign) => ({ email: `${sign}.${email}` }),
  ({ email }, sign) => ({ email: `${sign}'${email}` }),
  ({ email }, sign) => ({ email: email.replace('@', `@${sign}`) }),
  ({ email }, sign) => ({ email: email.replace('@', `@${sign}.`) }),
  ({ email }, sign) => ({ email: `${email}.${sign}` }),
  ({ email }, sign) => ({ email: `${email}${sign}` }),
  ({ tail }, sign) => ({ tail: `${tail}${sign}` }),
  ({ phone }) => ({ phone: `${phone}7` }),
  ({ userName, externalId }, sign) => ({ userName: `${userName}${sign}`, externalId: `${externalId}7` }),
  ({ last }) => ({ last: `${last}son` }),
  ({ last }) => ({ last: `${last}-Jones` }),
  ({ first, last }) => ({ first: last, last: first }),
  ({ first, last }) => ({ first, last }),
];

/** Two people of whom one is made from the other; both have an address, ids and a number of their own. */
export const relatedPair: fc.Arbitrary<readonly [Somebody, Somebody]> = fc
  .record({
    one: somebody,
    other: somebody,
    relations: fc.uniqueArray(fc.integer({ min: 0, max: RELATIONS.length - 1 }), {
      minLength: 1,
      maxLength: 4,
    }),
    sign: fc.stringMatching(/^[a-z]{1,3}$/),
    isTurned: fc.boolean(),
  })
  .map(({ one, other, relations, sign, isTurned }) => {
    const own = { ...other, first: one.first, last: one.last };
    const second = relations.reduce<Somebody>(
      // Each on top of the one before, so that what is made is farther and farther away.
      (made, index) => ({ ...made, ...RELATIONS[index]!({ ...one, ...pick(made, one) }, sign) }),
      { ...own, email: `${sign}${one.email}` },
    );
    return isTurned ? ([second, one] as const) : ([one, second] as const);
  })
  .filter(([one, second]) => differ(one, second));

function pick(made: Somebody, one: Somebody): Partial<Somebody> {
  return made.email === one.email ? {} : { email: made.email };
}

const differ = (one: Somebody, second: Somebody): boolean =>
  (['email', 'tail', 'phone', 'userName', 'externalId'] as const).every(
    (field) => one[field] !== second[field],
  );

const ascii = (text: string): string => text.normalize('NFD').replace(/[^\w.-]/g, '');
