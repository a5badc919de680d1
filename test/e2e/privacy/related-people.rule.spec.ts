import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { identifiersIn, isHeld, textsIn } from '#users';
import {
  clerkIdsOf,
  type SubjectIdentifiers,
  unknownPerson,
} from '../../../src/privacy/registry/subject-identifiers.js';
import { isCertain, possibleIn, recognitionOf } from '../../../src/privacy/identity/recognition.rule.js';
import { subjectsOf } from '../../../src/webhooks/ledger/subjects.rule.js';
import { relatedPair, type Somebody } from '../../support/related-people.js';

const PAIRS = 10_000;
const NOW = new Date('2026-11-27T12:00:00Z');
const ID = '01a1fdb0-0360-76d9-9851-0985b91d0631';

const personOf = ({
  first,
  last,
  email,
  tail,
  phone,
  userName,
  externalId,
}: Somebody): SubjectIdentifiers => ({
  ...unknownPerson(ID, `user_${tail}`),
  holds: [{ address: email, after: null, until: null }],
  phones: [phone],
  userNames: [userName],
  externalIds: [externalId],
  firstNames: [first],
  lastNames: [last],
});

/** What Clerk tells of somebody, and what the service and its people may have written of them. */
const dataOf = ({ first, last, email, tail, phone, userName, externalId }: Somebody) => ({
  events: [
    {
      object: 'user',
      ...{ id: `user_${tail}`, username: userName, external_id: externalId },
      ...{ first_name: first, last_name: last },
      email_addresses: [{ id: 'idn_1', email_address: email, verification: { status: 'verified' } }],
      phone_numbers: [{ id: 'idn_2', phone_number: phone }],
    },
    { object: 'session', id: 'sess_1', user_id: `user_${tail}` },
    {
      object: 'organization_membership',
      public_user_data: { user_id: `user_${tail}`, identifier: email, first_name: first, last_name: last },
    },
    { object: 'email', to_email_address: email, user_id: `user_${tail}`, body: `Hello ${first}, ${email}!` },
    { object: 'organization_invitation', id: `orginv_${tail}`, email_address: email },
  ],
  texts: [
    `write to ${email}, please`,
    `<${email}>`,
    `https://app.test/?email=${encodeURIComponent(email)}`,
    `call ${phone}.`,
    `call ${phone.slice(0, 6)} ${phone.slice(6)}`,
    `see user_${tail}`,
    JSON.stringify({ email, phone }),
  ],
});

const leadsTo = (person: SubjectIdentifiers, event: unknown): boolean => {
  const known = new Set([...clerkIdsOf(person), ...person.phones]);
  return subjectsOf(event).some(({ subject }) => known.has(subject) || isHeld(person.holds, subject, NOW));
};

describe('the data of two people of whom one looks like a part of the other', () => {
  it(`is never taken for the other’s, and always for their own (${String(PAIRS)} pairs)`, () => {
    fc.assert(
      fc.property(relatedPair, ([one, other]) => {
        for (const [mine, yours] of [
          [one, other],
          [other, one],
        ] as const) {
          const person = personOf(mine);
          const recognition = recognitionOf(person);
          const own = dataOf(mine);
          const foreign = dataOf(yours);
          const whole = [...textsIn(foreign.events)].map(({ text }) => text);
          expect([
            own.events.filter((event) => !leadsTo(person, event)),
            foreign.events.filter((event) => leadsTo(person, event)),
            own.texts.filter((text) => !isCertain(text, recognition, true)),
            foreign.texts.filter((text) => isCertain(text, recognition, true)),
            whole.filter((text) => isCertain(text, recognition)),
          ]).toEqual([[], [], [], [], []]);
        }
      }),
      { numRuns: PAIRS },
    );
  }, 600_000);

  it.each([
    ['Ed Smith', 'Ted Smith', ['name']],
    ['Ed Smith', 'Smith, Ed', ['full name']],
    ['Ed Smith', 'ED SMITH', ['full name']],
    ['Ed Smith', 'ask Smith', ['name']],
    ['Ed Smith', 'ask Smith-Jones or O’Smith or Smithson', []],
    ['Ed Smith', 'a smith', []],
    ['Anne Brien', "ask O’Brien and O'Brien", []],
    ['Zoë Müller', 'Zoe\u0308 Mu\u0308ller', ['full name']],
    ['Jo Li', 'Jo', []],
    ['Jo Li', 'Jo Li', ['full name']],
  ])('%s: in “%s” stands %j', (name, text, kinds) => {
    const [first = '', last = ''] = name.split(' ');
    const person = { ...unknownPerson(ID), firstNames: [first], lastNames: [last] };
    expect(possibleIn(text, recognitionOf(person)).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    ['ed@post.test', 'ed@post.test.', true],
    ['ed@post.test', '‘ed@post.test’', true],
    ['ed@post.test', "'ed@post.test'", true],
    ['ed@post.test', 'mailto:ed@post.test?x', true],
    ['ed@post.test', 'ED@POST.TEST', true],
    ['ed@post.test', 'a=ed@post.test b', true],
    ['ed@post.test', 'a=ed@post.test', false],
    ['ed@post.test', "t'ed@post.test", false],
    ['ed@post.test', 'ed@post.test.com', false],
    ['ed@post.test', 'ed+x@post.test', false],
    ['ed@xn--mnchen-3ya.test', 'ed@münchen.test', true],
  ])('%s in %s: %s', (address, text, found) => {
    expect(identifiersIn(text).has(address)).toBe(found);
  });

  it('finds an address that no rule of mail allows, as it is', () => {
    const person = { ...unknownPerson(ID), holds: [{ address: '"a b"@x.test', after: null, until: null }] };
    const recognition = recognitionOf(person);
    expect(isCertain('to "a b"@x.test now', recognition)).toBe(true);
  });
});
